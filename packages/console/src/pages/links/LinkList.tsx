import type { Link } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { LinkRow } from './LinkRow.tsx';

interface LinkListProps {
  readonly links: UseQueryResult<{ links: Link[]; total: number; next?: string | undefined }>;
  readonly url: ListUrl;
  readonly pageSize: number;
}

/** One page of the ledger in whichever state it is: on its way, failed, empty, without a match, or there. */
export function LinkList({ links, url, pageSize }: LinkListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = links;
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.links.length === 0) {
    const filtered = url.get('search') !== undefined || url.get('state') !== undefined || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter({ search: undefined, state: undefined })} />;
    return (
      <EmptyPanel
        icon={<IconLink size={40} stroke={1.4} />}
        title={t('links.empty')}
        description={t('links.emptyHint')}
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('nav.links')}
        columns={[
          { key: 'user', label: t('links.user') },
          { key: 'state', label: t('links.state'), from: 'xs' },
          { key: 'since', label: t('links.since'), from: 'md' },
          { key: 'actions', label: t('list.actions'), hidden: true },
        ]}
      >
        {data.links.map((link) => (
          <LinkRow key={link.userId} link={link} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.links.length} total={data.total} next={data.next} />
    </div>
  );
}
