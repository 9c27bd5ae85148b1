import { Anchor, Badge, Table } from '@mantine/core';
import type { Job } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconListDetails } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { jobsQuery } from '../../api/jobs.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { useJobTitle } from './use-job-title.ts';

const pageSize = 20;

/** Bulk actions and imports, the newest first: what goes on, and the reports of what is over. */
export function JobsPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  const query = { limit: pageSize, ...(url.cursor === undefined ? {} : { cursor: url.cursor }) };
  const { data, error, refetch } = useQuery(jobsQuery(useOrg(), query));
  return (
    <>
      <PageHeader title={t('nav.jobs')} description={t('jobs.about')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={4} />}
      {data?.jobs.length === 0 && (
        <EmptyPanel
          icon={<IconListDetails size={40} stroke={1.4} />}
          title={t('jobs.empty')}
          description={t('jobs.emptyHint')}
        />
      )}
      {data !== undefined && data.jobs.length > 0 && (
        <>
          <DataTable
            label={t('nav.jobs')}
            columns={[
              { key: 'what', label: t('jobs.what') },
              { key: 'state', label: t('jobs.state') },
              { key: 'done', label: t('jobs.done'), from: 'xs' },
              { key: 'by', label: t('jobs.by'), from: 'md' },
              { key: 'at', label: t('jobs.at'), from: 'sm' },
            ]}
          >
            {data.jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </DataTable>
          <Pager url={url} pageSize={pageSize} shown={data.jobs.length} next={data.next} />
        </>
      )}
    </>
  );
}

const colors = { waiting: 'gray', running: 'blue', finished: 'teal', cancelled: 'gray', failed: 'red' } as const;

function JobRow({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleOf = useJobTitle();
  const { id, state, done, total, failed, startedBy, createdAt } = job;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={id} size="sm">
          {titleOf(job)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Badge color={state === 'finished' && failed > 0 ? 'yellow' : colors[state]} tt="none">
          {state === 'finished' && failed > 0 ? t('jobs.withFailures', { count: failed }) : t(`jobs.states.${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td visibleFrom="xs" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {format.number(done)} / {format.number(total)}
      </Table.Td>
      <Table.Td visibleFrom="md">{startedBy}</Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}
