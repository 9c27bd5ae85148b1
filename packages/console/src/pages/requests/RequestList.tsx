import type { Exchange } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNewRows } from '../../hooks/use-new-rows.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { noFilters } from './read-filters.ts';
import { RequestRow } from './RequestRow.tsx';

interface RequestListProps {
  readonly requests: UseQueryResult<{ exchanges: Exchange[]; next?: string | undefined }>;
  readonly url: ListUrl;
  readonly pageSize: number;
}

/** One page of requests, newest first; those that just came in are marked. */
export function RequestList({ requests, url, pageSize }: RequestListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = requests;
  const fresh = useNewRows((data?.exchanges ?? []).map(({ id }) => id));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.exchanges.length === 0 && data.next === undefined) {
    const filtered = Object.keys(noFilters).some((name) => url.get(name) !== undefined) || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter(noFilters)} />;
    return (
      <EmptyPanel
        icon={<IconArrowsExchange size={40} stroke={1.4} />}
        title={t('requests.empty')}
        description={t('requests.emptyHint')}
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('nav.requests')}
        columns={[
          { key: 'request', label: t('requests.request') },
          { key: 'status', label: t('requests.status') },
          { key: 'client', label: t('requests.client'), from: 'sm' },
          { key: 'token', label: t('requests.token'), from: 'md' },
          { key: 'duration', label: t('requests.duration'), from: 'lg' },
          { key: 'time', label: t('requests.time'), from: 'xs' },
        ]}
      >
        {data.exchanges.map((exchange) => (
          <RequestRow key={exchange.id} exchange={exchange} fresh={fresh.has(exchange.id)} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.exchanges.length} next={data.next} />
    </div>
  );
}
