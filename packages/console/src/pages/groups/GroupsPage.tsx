import { Button, Group as Row } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { groupsQuery } from '../../api/groups.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useListUrl, type ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { GroupsHeader } from './GroupsHeader.tsx';
import { GroupDrawer } from './GroupDrawer.tsx';
import { GroupRow } from './GroupRow.tsx';

const pageSize = 50;

/** The groups (roles) of the directory: find, add, rename, delete. */
export function GroupsPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  return (
    <>
      <GroupsHeader
        description={t('groups.about')}
        actions={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ group: 'new' })} leftSection={<IconPlus size={16} />}>
              {t('groups.add')}
            </Button>
          </MayWrite>
        }
      />
      <Row gap="sm" mb="sm">
        <SearchField
          label={t('groups.search')}
          value={url.get('search') ?? ''}
          onSearch={(search) => url.filter({ search })}
        />
      </Row>
      <GroupList url={url} />
      <GroupDrawer url={url} />
    </>
  );
}

function GroupList({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const query = { limit: pageSize, search: url.get('search'), cursor: url.cursor };
  const { data, error, refetch } = useQuery(groupsQuery(useOrg(), query));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.groups.length === 0) {
    if (query.search !== undefined || url.page > 1)
      return <NoMatch onClear={() => url.filter({ search: undefined })} />;
    return (
      <EmptyPanel
        icon={<IconUsersGroup size={40} stroke={1.4} />}
        title={t('groups.empty')}
        description={t('groups.emptyHint')}
        action={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ group: 'new' })}>
              {t('groups.add')}
            </Button>
          </MayWrite>
        }
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('nav.groups')}
        columns={[
          { key: 'name', label: t('groups.name') },
          { key: 'members', label: t('groups.members') },
          { key: 'manager', label: t('groups.managedBy'), from: 'sm' },
          { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
        ]}
      >
        {data.groups.map((group) => (
          <GroupRow key={group.id} group={group} url={url} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.groups.length} total={data.total} next={data.next} />
    </div>
  );
}
