import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type OrganizationChange = NonNullable<RouteInput<typeof routes.changeOrganization>['body']>;

export const organizationQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.organization(org), 'settings'],
    queryFn: () => call(routes.getOrganization, { params: { org } }),
  });

/** The session names the organizations too. */
export function useChangeOrganization(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: OrganizationChange) => call(routes.changeOrganization, { params: { org }, body }),
    onSuccess: (changed) => {
      if (changed.slug !== org) return;
      client.setQueryData(organizationQuery(org).queryKey, changed);
      void client.invalidateQueries({ queryKey: queryKeys.session });
    },
  });
}
