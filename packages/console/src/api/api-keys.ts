import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type NewApiKey = NonNullable<RouteInput<typeof routes.createApiKey>['body']>;

export const apiKeysQuery = (org: string, query: { cursor: string | undefined; limit: number }) =>
  queryOptions({
    queryKey: [...queryKeys.apiKeys(org), query],
    queryFn: () => call(routes.listApiKeys, { params: { org }, query }),
    placeholderData: keepPreviousData,
  });

function useKeyMutation<Input, Answer>(org: string, mutationFn: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.apiKeys(org) }),
  });
}

export function useCreateApiKey(org: string) {
  return useKeyMutation(org, (body: NewApiKey) => call(routes.createApiKey, { params: { org }, body }));
}

export function useSetApiKeyEnabled(org: string) {
  return useKeyMutation(org, ({ id, enabled }: { id: string; enabled: boolean }) =>
    call(routes.setApiKeyEnabled, { params: { org, key: id }, body: { enabled } }),
  );
}

export function useDeleteApiKey(org: string) {
  return useKeyMutation(org, (key: string) => call(routes.deleteApiKey, { params: { org, key } }));
}
