import { routes, type AccountState, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type Decisions = NonNullable<RouteInput<typeof routes.decideAppImport>['body']>;

/** Milliseconds between two looks while an import is running. */
const pace = 1500;

/** The last import; looked at again while it runs. */
export const appImportQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: [...queryKeys.appImport(org, application), 'state'],
    queryFn: () => call(routes.getAppImport, { params: { org, application } }),
    refetchInterval: ({ state }) => (state.data?.import?.state === 'running' ? pace : false),
  });

interface AccountsAsked {
  readonly search?: string | undefined;
  readonly state?: AccountState | undefined;
  readonly cursor?: string | undefined;
}

/** `read` is how many accounts were read: when it moves, the list is another one. */
export const importedAccountsQuery = (org: string, application: string, query: AccountsAsked, read: string) =>
  queryOptions({
    queryKey: [...queryKeys.appImport(org, application), 'accounts', query, read],
    queryFn: () => call(routes.listImportedAccounts, { params: { org, application }, query: { ...query, limit: 50 } }),
    placeholderData: (before) => before,
  });

export function useStartImport(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => call(routes.startAppImport, { params: { org, application }, body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.appImport(org, application) }),
  });
}

export function useDecideImport(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: Decisions) => call(routes.decideAppImport, { params: { org, application }, body }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.appImport(org, application) }),
        client.invalidateQueries({ queryKey: queryKeys.application(org, application) }),
      ]),
  });
}
