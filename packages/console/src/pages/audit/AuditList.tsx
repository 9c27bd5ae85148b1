import { Table } from '@mantine/core';
import type { AuditEntry } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActorName } from '../../components/changes/ActorName.tsx';
import { AttributeChanges } from '../../components/changes/AttributeChanges.tsx';
import { ChangeTitle } from '../../components/changes/ChangeTitle.tsx';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { auditPageSize, noAuditFilters } from './read-audit-filters.ts';

interface AuditListProps {
  readonly audit: UseQueryResult<{ entries: AuditEntry[]; next?: string | undefined }>;
  readonly url: ListUrl;
}

/** One page of the audit log. */
export function AuditList({ audit, url }: AuditListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = audit;
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.entries.length === 0 && data.next === undefined) {
    const filtered = Object.keys(noAuditFilters).some((name) => url.get(name) !== undefined) || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter(noAuditFilters)} />;
    return (
      <EmptyPanel
        icon={<IconHistory size={40} stroke={1.4} />}
        title={t('audit.empty')}
        description={t('audit.emptyHint')}
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('nav.auditLog')}
        columns={[
          { key: 'change', label: t('audit.change') },
          { key: 'actor', label: t('audit.actor'), width: '30%' },
          { key: 'time', label: t('audit.time'), from: 'sm', width: 150 },
        ]}
      >
        {data.entries.map((entry) => (
          <Table.Tr key={entry.id} style={{ verticalAlign: 'top' }}>
            <Table.Td>
              <ChangeTitle entry={entry} />
              <AttributeChanges entry={entry} />
            </Table.Td>
            <Table.Td>
              <ActorName actor={entry.actor} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <RelativeTime at={entry.at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
      <Pager url={url} pageSize={auditPageSize} shown={data.entries.length} next={data.next} />
    </div>
  );
}
