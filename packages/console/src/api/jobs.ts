import { basePath, routes, type Job, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';
import type { UsersFile } from './users.ts';

type BulkBody = NonNullable<RouteInput<typeof routes.bulkUsers>['body']>;
type PageQuery = NonNullable<RouteInput<typeof routes.listJobs>['query']>;

/** Milliseconds between two looks at what goes on, and at whether anything does. */
const [lookEvery, glanceEvery] = [700, 10_000];

/** Whether it will still do something. */
export const isOpen = ({ state }: Job): boolean => state === 'waiting' || state === 'running';

export const jobsQuery = (org: string, query: PageQuery) =>
  queryOptions({
    queryKey: [...queryKeys.jobs(org), 'list', query],
    queryFn: () => call(routes.listJobs, { params: { org }, query }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.jobs.some(isOpen) === true ? lookEvery : glanceEvery),
  });

export const jobQuery = (org: string, job: string) =>
  queryOptions({
    queryKey: [...queryKeys.jobs(org), 'one', job],
    queryFn: () => call(routes.getJob, { params: { org, job } }),
    refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? lookEvery : false),
  });

/** The first who were refused; the others are in the file of {@link failuresAddress}. */
export const jobFailuresQuery = (org: string, { id, failed }: Job) =>
  queryOptions({
    queryKey: [...queryKeys.jobs(org), 'failures', id, failed],
    queryFn: () => call(routes.listJobFailures, { params: { org, job: id }, query: { limit: 100 } }),
    placeholderData: keepPreviousData,
    enabled: failed > 0,
  });

/** Where the browser gets who was refused and why as a CSV file. */
export function failuresAddress(org: string, job: string): string {
  const path = routes.exportJobFailures.path.replace(':org', encodeURIComponent(org)).replace(':job', job);
  return `${basePath}${path}`;
}

function useJobMutation<Input>(org: string, mutationFn: (input: Input) => Promise<Job>) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: (job) => {
      client.setQueryData(jobQuery(org, job.id).queryKey, job);
      void client.invalidateQueries({ queryKey: [...queryKeys.jobs(org), 'list'] });
    },
  });
}

export function useStartBulk(org: string) {
  return useJobMutation(org, (body: BulkBody) => call(routes.bulkUsers, { params: { org }, body }));
}

/** `csv` is the whole file as text. */
export function useStartImportOfUsers(org: string) {
  return useJobMutation(org, ({ csv, match }: UsersFile) =>
    call(routes.importUsers, { params: { org }, query: { match }, body: csv }),
  );
}

export function useCancelJob(org: string) {
  return useJobMutation(org, (job: string) => call(routes.cancelJob, { params: { org, job } }));
}
