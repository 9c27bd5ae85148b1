import { Alert, Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import type { Job } from '@lockstep/admin-api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, jobQuery, useCancelJob } from '../../api/jobs.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useGrantedIn } from '../../hooks/use-granted.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { JobFailures } from './JobFailures.tsx';
import { useJobTitle } from './use-job-title.ts';
import { useUnderWay } from './use-under-way.ts';

/** How far a job has come, what became of everybody, and a way to cancel it: the same on its page and where it was begun. */
export function JobProgress({ org, id }: { readonly org: string; readonly id: string }) {
  const client = useQueryClient();
  const { data: job, error, refetch } = useQuery(jobQuery(org, id));
  const over = job !== undefined && !isOpen(job);
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: queryKeys.users(org) });
  }, [over, client, org]);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (job === undefined) return <TableSkeleton rows={2} />;
  return (
    <Stack gap="sm">
      {over ? <Outcome job={job} /> : <UnderWay org={org} job={job} />}
      {job.failed > 0 && <JobFailures org={org} job={job} />}
    </Stack>
  );
}

function UnderWay({ org, job }: { readonly org: string; readonly job: Job }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const cancel = useCancelJob(org);
  const mayWrite = useGrantedIn(org, 'directory:write');
  const title = useJobTitle()(job);
  const describe = useUnderWay();
  const { id, done, total, cancelling } = job;
  return (
    <Stack gap={6}>
      <Progress value={(100 * done) / Math.max(1, total)} animated aria-label={title} />
      <Group justify="space-between">
        <Text component="output" size="sm">
          {describe(job)}
        </Text>
        {mayWrite && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={cancelling}
            loading={cancel.isPending}
            onClick={() => cancel.mutate(id, { onError: notify.failed })}
          >
            {t('jobs.cancel')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const colors = { finished: 'teal', cancelled: 'gray', failed: 'red' } as const;

function Outcome({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const { kind, state, created, changed, unchanged, failed, done, total } = job;
  const end = state === 'cancelled' || state === 'failed' ? state : 'finished';
  const color = end === 'finished' && failed > 0 ? 'yellow' : colors[end];
  return (
    <Alert color={color} title={t(`jobs.outcome.${end}`, { done, total })}>
      <List size="sm">
        {kind === 'import' && <List.Item>{t('import.created', { count: created })}</List.Item>}
        <List.Item>{t('bulk.changed', { count: changed })}</List.Item>
        <List.Item>{t('bulk.unchanged', { count: unchanged })}</List.Item>
        {failed > 0 && <List.Item>{t('jobs.failed', { count: failed })}</List.Item>}
      </List>
    </Alert>
  );
}
