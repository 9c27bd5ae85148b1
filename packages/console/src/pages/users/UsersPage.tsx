import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconFileExport, IconFileImport, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { exportAddress, usersQuery } from '../../api/users.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ColumnChoice } from './ColumnChoice.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { OpenJobs } from './OpenJobs.tsx';
import { useUserColumns } from './use-user-columns.ts';
import { readFilter, readQuery } from './user-query.ts';
import { UserDrawer } from './UserDrawer.tsx';
import { UserFilters } from './UserFilters.tsx';
import { UserList } from './UserList.tsx';

/** The people of the directory: find, add, import and export, act on many, and open one beside the list. */
export function UsersPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const [columns, setColumns] = useUserColumns();
  const [importing, importDialog] = useDisclosure(false);
  const users = useQuery(usersQuery(org, readQuery(url)));
  return (
    <>
      <PageHeader
        title={t('nav.users')}
        actions={
          <>
            <ColumnChoice value={columns} onChange={setColumns} />
            <Button
              component="a"
              href={exportAddress(org, readFilter(url))}
              download
              variant="default"
              leftSection={<IconFileExport size={16} />}
            >
              {t('users.export')}
            </Button>
            <MayWrite scope="directory:write">
              <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={importDialog.open}>
                {t('users.import')}
              </Button>
              <Button component={Link} {...url.linkTo({ user: 'new' })} leftSection={<IconUserPlus size={16} />}>
                {t('users.add')}
              </Button>
            </MayWrite>
          </>
        }
      />
      <Stack gap="sm">
        <OpenJobs />
        <UserFilters url={url} />
        <UserList users={users} url={url} columns={columns} onImport={importDialog.open} />
      </Stack>
      <UserDrawer url={url} />
      <ImportDialog opened={importing} onClose={importDialog.close} />
    </>
  );
}
