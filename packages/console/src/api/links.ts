import { routes, type LinkAction, type LinkState } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

const connection = 'default';

export interface LinkListQuery {
  readonly limit: number;
  readonly search?: string;
  readonly state?: LinkState | 'held';
  readonly cursor?: string;
}

export const linksQuery = (org: string, query: LinkListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.connection(org), 'links', query],
    queryFn: () => call(routes.listLinks, { params: { org, connection }, query }),
    placeholderData: keepPreviousData,
  });

export const previewQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.connection(org), 'preview'],
    queryFn: () => call(routes.previewPropagation, { params: { org, connection } }),
    staleTime: 0,
  });

export function useActOnLink(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ user, action }: { user: string; action: LinkAction }) =>
      call(routes.actOnLink, { params: { org, connection, user }, body: { action } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.connection(org) }),
  });
}
