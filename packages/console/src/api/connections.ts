import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type NewToken = NonNullable<RouteInput<typeof routes.createApiToken>['body']>;

/** The first connection of an organization; the console shows this one. */
const connection = 'default';

export const connectionQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.connection(org), 'one'],
    queryFn: () => call(routes.getConnection, { params: { org, connection } }),
  });

export const tokensQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.tokens(org),
    queryFn: () => call(routes.listApiTokens, { params: { org, connection } }),
  });

export function useSetPropagation(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: { propagation: boolean; releaseTombstones?: boolean }) =>
      call(routes.setPropagation, { params: { org, connection }, body }),
    onSuccess: (answer) => client.setQueryData(connectionQuery(org).queryKey, answer),
  });
}

function useTokenMutation<Input, Answer>(org: string, mutationFn: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.tokens(org) }),
  });
}

export function useCreateToken(org: string) {
  return useTokenMutation(org, (body: NewToken) => call(routes.createApiToken, { params: { org, connection }, body }));
}

export type TokenChange = NonNullable<RouteInput<typeof routes.changeApiToken>['body']>;

export function useChangeToken(org: string) {
  return useTokenMutation(org, ({ id, ...change }: TokenChange & { id: string }) =>
    call(routes.changeApiToken, { params: { org, connection, token: id }, body: change }),
  );
}

export function useDeleteToken(org: string) {
  return useTokenMutation(org, (token: string) => call(routes.deleteApiToken, { params: { org, connection, token } }));
}
