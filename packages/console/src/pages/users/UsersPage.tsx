import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconFileImport, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usersQuery, type UserListQuery } from '../../api/users.ts';
import { useListUrl, type ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { UserDrawer } from './UserDrawer.tsx';
import { UserList } from './UserList.tsx';

const pageSize = 50;

function listQuery(url: ListUrl): UserListQuery {
  const search = url.get('search');
  const status = url.get('status');
  return {
    limit: pageSize,
    ...(search === undefined ? {} : { search }),
    ...(status === 'active' || status === 'inactive' ? { status } : {}),
    ...(url.cursor === undefined ? {} : { cursor: url.cursor }),
  };
}

/** The people of the directory: find, add, import, and open one beside the list. */
export function UsersPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const [importing, importDialog] = useDisclosure(false);
  const users = useQuery(usersQuery(org, listQuery(url)));
  return (
    <>
      <PageHeader
        title={t('nav.users')}
        actions={
          <>
            <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={importDialog.open}>
              {t('users.import')}
            </Button>
            <Button component={Link} {...url.linkTo({ user: 'new' })} leftSection={<IconUserPlus size={16} />}>
              {t('users.add')}
            </Button>
          </>
        }
      />
      <Stack gap="sm">
        <Group gap="sm">
          <SearchField
            label={t('users.search')}
            value={url.get('search') ?? ''}
            onSearch={(search) => url.filter({ search })}
          />
          <SegmentedControl
            size="sm"
            aria-label={t('user.status')}
            value={url.get('status') ?? 'all'}
            onChange={(status) => url.filter({ status: status === 'all' ? undefined : status })}
            data={[
              { value: 'all', label: t('list.all') },
              { value: 'active', label: t('user.active') },
              { value: 'inactive', label: t('user.inactive') },
            ]}
          />
        </Group>
        <UserList users={users} url={url} pageSize={pageSize} onImport={importDialog.open} />
      </Stack>
      <UserDrawer url={url} />
      <ImportDialog opened={importing} onClose={importDialog.close} />
    </>
  );
}
