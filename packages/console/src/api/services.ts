import { routes } from '@lockstep/admin-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

export const servicesQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.services(org),
    queryFn: () => call(routes.listServices, { params: { org } }),
    select: ({ services }) => services,
  });

/** `seats`: null for no limit. */
export function useSetSeats(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ service, seats }: { service: string; seats: number | null }) =>
      call(routes.setServiceSeats, { params: { org, service }, body: { seats } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.services(org) }),
  });
}
