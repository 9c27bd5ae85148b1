import { Button } from '@mantine/core';
import type { JobTitle } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconBadge, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { jobTitlesQuery } from '../../api/job-titles.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useListUrl, type ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { JobTitleDrawer } from './JobTitleDrawer.tsx';
import { JobTitleRow } from './JobTitleRow.tsx';
import { StructureHeader } from './StructureHeader.tsx';

/** Job titles in their order: add, rename, reorder, delete. */
export function JobTitlesPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  const { data, error, refetch } = useQuery(jobTitlesQuery(useOrg()));
  return (
    <>
      <StructureHeader
        actions={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ title: 'new' })} leftSection={<IconPlus size={16} />}>
              {t('departments.addTitle')}
            </Button>
          </MayWrite>
        }
      />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <TableSkeleton />}
      {error === null && data !== undefined && <JobTitleList jobTitles={data} url={url} />}
      <JobTitleDrawer url={url} jobTitles={data ?? []} />
    </>
  );
}

function JobTitleList({ jobTitles, url }: { readonly jobTitles: readonly JobTitle[]; readonly url: ListUrl }) {
  const { t } = useTranslation();
  if (jobTitles.length === 0) {
    return (
      <EmptyPanel
        icon={<IconBadge size={40} stroke={1.4} />}
        title={t('departments.noTitles')}
        description={t('departments.noTitlesHint')}
        action={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ title: 'new' })}>
              {t('departments.addTitle')}
            </Button>
          </MayWrite>
        }
      />
    );
  }
  const order = jobTitles.map(({ id }) => id);
  return (
    <DataTable
      label={t('departments.jobTitles')}
      columns={[
        { key: 'name', label: t('departments.name') },
        { key: 'code', label: t('departments.code'), from: 'sm' },
        { key: 'members', label: t('departments.members') },
        { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
      ]}
    >
      {jobTitles.map((jobTitle) => (
        <JobTitleRow key={jobTitle.id} jobTitle={jobTitle} order={order} url={url} />
      ))}
    </DataTable>
  );
}
