import { Anchor, Group, Paper, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { isOpen, jobsQuery } from '../../api/jobs.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { useJobTitle } from '../jobs/use-job-title.ts';
import { useUnderWay } from '../jobs/use-under-way.ts';

/** The jobs on users that go on, whoever began them in whichever window. */
export function OpenJobs() {
  const org = useOrg();
  const titleOf = useJobTitle();
  const describe = useUnderWay();
  const open = useQuery(jobsQuery(org, { limit: 20 })).data?.jobs.filter(isOpen) ?? [];
  return open.map((job) => (
    <Paper key={job.id} px="sm" py="xs">
      <Group gap="sm">
        <Anchor component={Link} to={`/o/${org}/directory/jobs/${job.id}`} size="sm" fw={500}>
          {titleOf(job)}
        </Anchor>
        <Progress
          flex={1}
          miw={80}
          value={(100 * job.done) / Math.max(1, job.total)}
          animated
          aria-label={titleOf(job)}
        />
        <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {describe(job)}
        </Text>
      </Group>
    </Paper>
  ));
}
