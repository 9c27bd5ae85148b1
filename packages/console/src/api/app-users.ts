import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type AppUserListQuery = NonNullable<RouteInput<typeof routes.listAppUsers>['query']>;
type Assignees = NonNullable<RouteInput<typeof routes.assignUsers>['body']>;

export const appUsersQuery = (org: string, application: string, query: AppUserListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.appUsers(org, application), query],
    queryFn: () => call(routes.listAppUsers, { params: { org, application }, query }),
    placeholderData: keepPreviousData,
  });

function useAppUserMutation<Input, Answer>(
  org: string,
  application: string,
  mutationFn: (input: Input) => Promise<Answer>,
) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.appUsers(org, application) }),
        client.invalidateQueries({ queryKey: queryKeys.application(org, application) }),
        client.invalidateQueries({ queryKey: queryKeys.applications(org) }),
      ]),
  });
}

export function useAssignUsers(org: string, application: string) {
  return useAppUserMutation(org, application, (body: Assignees) =>
    call(routes.assignUsers, { params: { org, application }, body }),
  );
}

export function useUnassignUser(org: string, application: string) {
  return useAppUserMutation(org, application, (user: string) =>
    call(routes.unassignUser, { params: { org, application, user } }),
  );
}

/** `users` absent retries everybody who failed. */
export function useRetryAppUsers(org: string, application: string) {
  return useAppUserMutation(org, application, (body: { users?: string[] }) =>
    call(routes.retryAppUsers, { params: { org, application }, body }),
  );
}
