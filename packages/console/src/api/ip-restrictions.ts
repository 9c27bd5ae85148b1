import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type Wanted = NonNullable<RouteInput<typeof routes.setIpRestrictions>['body']>;

export const ipRestrictionsQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.ipRestrictions(org),
    queryFn: () => call(routes.getIpRestrictions, { params: { org } }),
  });

export function useSetIpRestrictions(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: Wanted) => call(routes.setIpRestrictions, { params: { org }, body }),
    onSuccess: (saved) => client.setQueryData(ipRestrictionsQuery(org).queryKey, saved),
  });
}
