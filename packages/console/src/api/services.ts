import { routes } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export const servicesQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.services(org),
    queryFn: () => call(routes.listServices, { params: { org } }),
    select: ({ services }) => services,
  });

export function useCreateService(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: { code: string; name: string; seats: number | null }) =>
      call(routes.createService, { params: { org }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.services(org) }),
  });
}

/** `seats`: null for no limit. */
export function useUpdateService(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ service, ...body }: { service: string; name?: string; seats?: number | null }) =>
      call(routes.updateService, { params: { org, service }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.services(org) }),
  });
}

/** Takes it from whoever has it. */
export function useDeleteService(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (service: string) => call(routes.deleteService, { params: { org, service }, query: { users: 'take' } }),
    // the users who had it, too
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.users(org) }),
  });
}
