import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type GroupListQuery = NonNullable<RouteInput<typeof routes.listGroups>['query']>;
type MemberChange = NonNullable<RouteInput<typeof routes.changeMembers>['body']>;

export const groupsQuery = (org: string, query: GroupListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.groups(org), 'list', query],
    queryFn: () => call(routes.listGroups, { params: { org }, query }),
    placeholderData: keepPreviousData,
  });

export const groupQuery = (org: string, group: string) =>
  queryOptions({
    queryKey: [...queryKeys.groups(org), 'one', group],
    queryFn: () => call(routes.getGroup, { params: { org, group } }),
  });

function useRereadGroups(org: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: queryKeys.groups(org) });
    void client.invalidateQueries({ queryKey: queryKeys.users(org) });
  };
}

export function useCreateGroup(org: string) {
  const reread = useRereadGroups(org);
  return useWrite({
    mutationFn: (displayName: string) => call(routes.createGroup, { params: { org }, body: { displayName } }),
    onSuccess: reread,
  });
}

export function useRenameGroup(org: string) {
  const reread = useRereadGroups(org);
  return useWrite({
    mutationFn: ({ group, displayName }: { group: string; displayName: string }) =>
      call(routes.updateGroup, { params: { org, group }, body: { displayName } }),
    onSuccess: reread,
  });
}

export function useDeleteGroup(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (group: string) => call(routes.deleteGroup, { params: { org, group } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...queryKeys.groups(org), 'list'] }),
  });
}

export function useChangeMembers(org: string) {
  const reread = useRereadGroups(org);
  return useWrite({
    mutationFn: ({ group, change }: { group: string; change: MemberChange }) =>
      call(routes.changeMembers, { params: { org, group }, body: change }),
    onSuccess: reread,
  });
}
