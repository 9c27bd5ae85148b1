import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWriteOn } from './use-write.ts';

type AppUserListQuery = NonNullable<RouteInput<typeof routes.listAppUsers>['query']>;
type Assignees = NonNullable<RouteInput<typeof routes.assignUsers>['body']>;

export const appUsersQuery = (org: string, application: string, query: AppUserListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.appUsers(org, application), query],
    queryFn: () => call(routes.listAppUsers, { params: { org, application }, query }),
    placeholderData: keepPreviousData,
  });

/** What these writes change on the pages. */
const keysOf = (org: string, application: string) => [
  queryKeys.appUsers(org, application),
  queryKeys.application(org, application),
  queryKeys.applications(org),
];

export function useAssignUsers(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (body: Assignees) =>
    call(routes.assignUsers, { params: { org, application }, body }),
  );
}

export function useUnassignUser(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (user: string) =>
    call(routes.unassignUser, { params: { org, application, user } }),
  );
}

/** `users` absent retries everybody who failed. */
export function useRetryAppUsers(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (body: { users?: string[] }) =>
    call(routes.retryAppUsers, { params: { org, application }, body }),
  );
}
