import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type TaskListQuery = NonNullable<RouteInput<typeof routes.listTasks>['query']>;
export type ChosenTasks = NonNullable<RouteInput<typeof routes.retryTasks>['body']>;

export const tasksQuery = (org: string, query: TaskListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.tasks(org), 'list', query],
    queryFn: () => call(routes.listTasks, { params: { org }, query }),
    placeholderData: keepPreviousData,
  });

export const taskCountQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.tasks(org), 'count'],
    queryFn: () => call(routes.countTasks, { params: { org } }),
  });

function useTaskMutation<Answer>(org: string, mutationFn: (chosen: ChosenTasks) => Promise<Answer>) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.tasks(org) }),
        client.invalidateQueries({ queryKey: queryKeys.applications(org) }),
      ]),
  });
}

export function useRetryTasks(org: string) {
  return useTaskMutation(org, (body) => call(routes.retryTasks, { params: { org }, body }));
}

export function useDismissTasks(org: string) {
  return useTaskMutation(org, (body) => call(routes.dismissTasks, { params: { org }, body }));
}
