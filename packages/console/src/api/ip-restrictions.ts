import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

type Wanted = NonNullable<RouteInput<typeof routes.setIpRestrictions>['body']>;

export const ipRestrictionsQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.ipRestrictions(org),
    queryFn: () => call(routes.getIpRestrictions, { params: { org } }),
  });

export function useSetIpRestrictions(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Wanted) => call(routes.setIpRestrictions, { params: { org }, body }),
    onSuccess: (saved) => client.setQueryData(ipRestrictionsQuery(org).queryKey, saved),
  });
}
