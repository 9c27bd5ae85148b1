import { Button, Checkbox, Stack } from '@mantine/core';
import type { User, UserSort } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useChangedRows } from '../../hooks/use-changed-rows.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { BulkBar } from './BulkBar.tsx';
import { useSelection, type Selection } from './use-selection.ts';
import { shownFrom, sortedBy, type ColumnName } from './user-columns.tsx';
import { clearFilters, isFiltered, pageSize, readFilter } from './user-query.ts';
import { UserRow } from './UserRow.tsx';

interface Page {
  readonly users: User[];
  readonly total: number;
  readonly next?: string | undefined;
}

interface UserListProps {
  readonly users: UseQueryResult<Page>;
  readonly url: ListUrl;
  readonly columns: readonly ColumnName[];
  readonly onImport: () => void;
}

/** One page of users in whichever state it is: on its way, failed, empty, without a match, or there. */
export function UserList({ users, url, columns, onImport }: UserListProps) {
  const { data, error, refetch } = users;
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.users.length > 0) return <UserTable page={data} url={url} columns={columns} />;
  if (isFiltered(url) || url.page > 1) return <NoMatch onClear={() => clearFilters(url)} />;
  return <NoUsers url={url} onImport={onImport} />;
}

function NoUsers({ url, onImport }: Pick<UserListProps, 'url' | 'onImport'>) {
  const { t } = useTranslation();
  return (
    <EmptyPanel
      icon={<IconUsers size={40} stroke={1.4} />}
      title={t('users.empty')}
      description={t('users.emptyHint')}
      action={
        <MayWrite scope="directory:write">
          <Button component={Link} {...url.linkTo({ user: 'new' })}>
            {t('users.add')}
          </Button>
          <Button variant="default" onClick={onImport}>
            {t('users.import')}
          </Button>
        </MayWrite>
      }
    />
  );
}

/** How a column sorts the list: once ascending, then the other way. */
function sorter(url: ListUrl, by: UserSort): NonNullable<Column['sort']> {
  const now = (url.get('sort') ?? 'loginName') === by;
  const descending = url.get('order') === 'descending';
  return {
    order: now ? (descending ? 'descending' : 'ascending') : 'none',
    onSort: () => url.filter({ sort: by, order: now && !descending ? 'descending' : undefined }),
  };
}

function SelectPage({ page, selection }: { readonly page: Page; readonly selection: Selection }) {
  const { t } = useTranslation();
  const all = selection.everybody || page.users.every(({ id }) => selection.ids.has(id));
  return (
    <Checkbox
      size="xs"
      aria-label={t('users.selectPage')}
      checked={all}
      indeterminate={!all && selection.ids.size > 0}
      onChange={() => (all ? selection.clear() : selection.set(page.users.map(({ id }) => id)))}
    />
  );
}

function UserTable({ page, url, columns }: { readonly page: Page } & Pick<UserListProps, 'url' | 'columns'>) {
  const { t } = useTranslation();
  const filter = readFilter(url);
  const selection = useSelection(JSON.stringify([filter, url.cursor, url.get('sort'), url.get('order')]));
  const changed = useChangedRows(new Map(page.users.map((user) => [user.id, user.modifiedAt])));
  const heads = columns.map((name): Column => {
    const [from, sort] = [shownFrom[name], sortedBy[name]];
    return {
      key: name,
      label: t(`user.${name}`),
      ...(from === undefined ? {} : { from }),
      ...(sort === undefined ? {} : { sort: sorter(url, sort) }),
    };
  });
  return (
    <Stack gap="xs">
      <MayWrite scope="directory:write">
        <BulkBar selection={selection} filter={filter} total={page.total} shown={page.users.length} />
      </MayWrite>
      <div>
        <DataTable
          label={t('nav.users')}
          columns={[
            {
              key: 'select',
              label: t('users.selectPage'),
              head: <SelectPage page={page} selection={selection} />,
              width: 40,
            },
            { key: 'displayName', label: t('user.displayName'), sort: sorter(url, 'displayName') },
            ...heads,
            { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
          ]}
        >
          {page.users.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              url={url}
              changed={changed.has(user.id)}
              columns={columns}
              selection={selection}
            />
          ))}
        </DataTable>
        <Pager url={url} pageSize={pageSize} shown={page.users.length} total={page.total} next={page.next} />
      </div>
    </Stack>
  );
}
