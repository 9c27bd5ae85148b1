import { basePath, routes, type LiveEvent, type RouteInput, type UserFilter } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

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

export function useDeleteUser(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (user: string) => call(routes.deleteUser, { params: { org, user } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...queryKeys.users(org), 'list'] }),
  });
}

/** `csv` is the whole file as text. A preview writes nothing. */
export function useImportUsers(org: string, preview: boolean) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (csv: string) => {
      client.setQueryData<ImportStep>(queryKeys.importProgress(org), noStep);
      return call(routes.importUsers, { params: { org }, query: { preview: preview ? 'yes' : 'no' }, body: csv });
    },
    onSuccess: () => (preview ? undefined : client.invalidateQueries({ queryKey: queryKeys.organization(org) })),
  });
}

type ImportStep = Extract<LiveEvent, { type: 'import' }>;
const noStep: ImportStep = { type: 'import', done: 0, total: 0 };

/** How far an import of the organization has come, as the live events tell. */
export function useImportProgress(org: string): ImportStep {
  const { data } = useQuery<ImportStep>({ queryKey: queryKeys.importProgress(org), queryFn: skipToken });
  return data ?? noStep;
}

/** Where the browser gets the users who match as a CSV file. */
export function exportAddress(org: string, filter: UserFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  const path = `${basePath}${routes.exportUsers.path.replace(':org', encodeURIComponent(org))}`;
  return query === '' ? path : `${path}?${query}`;
}
