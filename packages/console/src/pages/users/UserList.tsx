import { Button } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChangedRows } from '../../hooks/use-changed-rows.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { UserRow } from './UserRow.tsx';

interface UserListProps {
  readonly users: UseQueryResult<{ users: User[]; total: number; next?: string | undefined }>;
  readonly url: ListUrl;
  readonly pageSize: number;
  readonly onImport: () => void;
}

/** One page of users in whichever state it is: on its way, failed, empty, without a match, or there. */
export function UserList({ users, url, pageSize, onImport }: UserListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = users;
  const changed = useChangedRows(new Map((data?.users ?? []).map((user) => [user.id, user.modifiedAt])));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.users.length === 0) {
    const filtered = url.get('search') !== undefined || url.get('status') !== undefined || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter({ search: undefined, status: undefined })} />;
    return (
      <EmptyPanel
        icon={<IconUsers size={40} stroke={1.4} />}
        title={t('users.empty')}
        description={t('users.emptyHint')}
        action={
          <>
            <Button component={Link} {...url.linkTo({ user: 'new' })}>
              {t('users.add')}
            </Button>
            <Button variant="default" onClick={onImport}>
              {t('users.import')}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('nav.users')}
        columns={[
          { key: 'displayName', label: t('user.displayName') },
          { key: 'loginName', label: t('user.loginName'), from: 'sm' },
          { key: 'email', label: t('user.email'), from: 'md' },
          { key: 'departments', label: t('user.departments'), from: 'lg' },
          { key: 'groups', label: t('user.groups'), from: 'lg' },
          { key: 'status', label: t('user.status') },
          { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
        ]}
      >
        {data.users.map((user) => (
          <UserRow key={user.id} user={user} url={url} changed={changed.has(user.id)} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.users.length} total={data.total} next={data.next} />
    </div>
  );
}
