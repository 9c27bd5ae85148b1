import type { AppUser } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconUsersPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChangedRows } from '../../hooks/use-changed-rows.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { PersonRow } from './PersonRow.tsx';

interface PeopleListProps {
  readonly people: UseQueryResult<{ users: AppUser[]; next?: string | undefined }>;
  readonly url: ListUrl;
  readonly pageSize: number;
}

export function PeopleList({ people, url, pageSize }: PeopleListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = people;
  const changed = useChangedRows(
    new Map(
      (data?.users ?? []).map((one) => [
        one.userId,
        `${one.syncState}|${one.status}|${one.appliedAt ?? ''}|${JSON.stringify(one.source ?? null)}`,
      ]),
    ),
  );
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.users.length === 0) {
    const filtered = url.get('search') !== undefined || url.get('state') !== undefined || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter({ search: undefined, state: undefined })} />;
    return (
      <EmptyPanel
        icon={<IconUsersPlus size={40} stroke={1.4} />}
        title={t('people.empty')}
        description={t('people.emptyHint')}
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('people.title')}
        columns={[
          { key: 'name', label: t('user.displayName') },
          { key: 'loginName', label: t('user.loginName'), from: 'sm' },
          { key: 'source', label: t('assignments.source'), from: 'sm' },
          { key: 'sync', label: t('people.state') },
          { key: 'status', label: t('people.status'), from: 'md' },
          { key: 'applied', label: t('people.applied'), from: 'sm' },
          { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
        ]}
      >
        {data.users.map((person) => (
          <PersonRow key={person.userId} person={person} changed={changed.has(person.userId)} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.users.length} next={data.next} />
    </div>
  );
}
