import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

export type UserListQuery = NonNullable<RouteInput<typeof routes.listUsers>['query']>;
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
  return useMutation({
    mutationFn: (body: NewUser) => call(routes.createUser, { params: { org }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.users(org) }),
  });
}

export function useUpdateUser(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, change }: { user: string; change: UserChange }) =>
      call(routes.updateUser, { params: { org, user }, body: change }),
    onSuccess: (user) => {
      client.setQueryData(queryKeys.user(org, user.id), user);
      return client.invalidateQueries({ queryKey: [...queryKeys.users(org), 'list'] });
    },
  });
}

export function useDeleteUser(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: string) => call(routes.deleteUser, { params: { org, user } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...queryKeys.users(org), 'list'] }),
  });
}

/** `csv` is the whole file as text. */
export function useImportUsers(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (csv: string) => call(routes.importUsers, { params: { org }, body: csv }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.users(org) }),
  });
}
