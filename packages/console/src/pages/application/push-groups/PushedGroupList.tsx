import type { PushedGroup } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChangedRows } from '../../../hooks/use-changed-rows.ts';
import type { ListUrl } from '../../../hooks/use-list-url.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyPanel } from '../../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../../ui/NoMatch.tsx';
import { Pager } from '../../../ui/Pager.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { PushedGroupRow } from './PushedGroupRow.tsx';

interface PushedGroupListProps {
  readonly groups: UseQueryResult<{ groups: PushedGroup[]; next?: string | undefined }>;
  readonly url: ListUrl;
  readonly pageSize: number;
  readonly mayWrite: boolean;
}

/** A page of pushed groups, or why there is none. */
export function PushedGroupList({ groups, url, pageSize, mayWrite }: PushedGroupListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = groups;
  const changed = useChangedRows(
    new Map((data?.groups ?? []).map((one) => [one.groupId, `${one.syncState}|${one.members}|${one.pushedAt ?? ''}`])),
  );
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton rows={4} />;
  if (data.groups.length === 0) {
    const filtered = url.get('search') !== undefined || url.get('state') !== undefined || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter({ search: undefined, state: undefined })} />;
    return (
      <EmptyPanel
        icon={<IconUsersGroup size={40} stroke={1.4} />}
        title={t('pushGroups.empty')}
        description={t('pushGroups.emptyHint')}
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('pushGroups.title')}
        columns={[
          { key: 'name', label: t('pushGroups.group') },
          { key: 'state', label: t('people.state') },
          { key: 'target', label: t('pushGroups.target'), from: 'md' },
          { key: 'members', label: t('groups.members'), from: 'xs' },
          { key: 'pushed', label: t('people.applied'), from: 'sm' },
          ...(mayWrite ? [{ key: 'actions', label: t('list.actions'), hidden: true, width: 48 }] : []),
        ]}
      >
        {data.groups.map((group) => (
          <PushedGroupRow key={group.groupId} group={group} changed={changed.has(group.groupId)} mayWrite={mayWrite} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.groups.length} next={data.next} />
    </div>
  );
}
