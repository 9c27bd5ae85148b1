import { basePath, routes, type RouteInput, type UserFilter, type ImportMatch } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type UserListQuery = NonNullable<RouteInput<typeof routes.listUsers>['query']>;
export type StatusAction = NonNullable<RouteInput<typeof routes.setUserStatus>['body']>['action'];
type NewUser = NonNullable<RouteInput<typeof routes.createUser>['body']>;
type UserChange = NonNullable<RouteInput<typeof routes.updateUser>['body']>;

export const usersQuery = (org: string, query: UserListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.users(org), 'list', query],
    queryFn: () => call(routes.listUsers, { params: { org }, query }),
    placeholderData: keepPreviousData,
  });

export const userQuery = (org: string, user: string) =>
  queryOptions({
    queryKey: queryKeys.user(org, user),
    queryFn: () => call(routes.getUser, { params: { org, user } }),
  });

export function useCreateUser(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: NewUser) => call(routes.createUser, { params: { org }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.users(org) }),
  });
}

export function useUpdateUser(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ user, change }: { user: string; change: UserChange }) =>
      call(routes.updateUser, { params: { org, user }, body: change }),
    onSuccess: (user) => {
      client.setQueryData(queryKeys.user(org, user.id), user);
      return client.invalidateQueries({ queryKey: [...queryKeys.users(org), 'list'] });
    },
  });
}

export function useSetUserStatus(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ user, action }: { user: string; action: StatusAction }) =>
      call(routes.setUserStatus, { params: { org, user }, body: { action } }),
    onSuccess: (user) => {
      client.setQueryData(queryKeys.user(org, user.id), user);
      return client.invalidateQueries({ queryKey: [...queryKeys.users(org), 'list'] });
    },
  });
}

export function useDeleteUser(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (user: string) => call(routes.deleteUser, { params: { org, user } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...queryKeys.users(org), 'list'] }),
  });
}

/** What an import would come to; `csv` is the whole file as text. */
/** A CSV file, and what its rows are matched by. */
export interface UsersFile {
  readonly csv: string;
  readonly match: ImportMatch;
}

export function usePreviewImport(org: string) {
  return useWrite({
    mutationFn: ({ csv, match }: UsersFile) =>
      call(routes.previewUserImport, { params: { org }, query: { match }, body: csv }),
  });
}

/** Where the browser gets the users who match as a CSV file. */
export function exportAddress(org: string, filter: UserFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  const path = `${basePath}${routes.exportUsers.path.replace(':org', encodeURIComponent(org))}`;
  return query === '' ? path : `${path}?${query}`;
}
