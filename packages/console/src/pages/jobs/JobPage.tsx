import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { jobQuery } from '../../api/jobs.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { JobProgress } from './JobProgress.tsx';
import { useJobTitle } from './use-job-title.ts';

/** One job: its report stays here for 30 days. */
export function JobPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { job: id = '' } = useParams();
  const { data: job } = useQuery(jobQuery(org, id));
  const titleOf = useJobTitle();
  return (
    <>
      <PageHeader
        title={job === undefined ? t('nav.jobs') : titleOf(job)}
        above={
          <Anchor component={Link} to={`/o/${org}/directory/jobs`} size="sm">
            {t('nav.jobs')}
          </Anchor>
        }
      />
      {job !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {t('jobs.startedBy', { name: job.startedBy })} · <RelativeTime at={job.createdAt} />
        </Text>
      )}
      <JobProgress org={org} id={id} />
    </>
  );
}
