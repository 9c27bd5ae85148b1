import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type NewJobTitle = NonNullable<RouteInput<typeof routes.createJobTitle>['body']>;

export const jobTitlesQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.jobTitles(org),
    queryFn: () => call(routes.listJobTitles, { params: { org } }),
    select: ({ jobTitles }) => jobTitles,
  });

function useRereadJobTitles(org: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: queryKeys.jobTitles(org) });
    void client.invalidateQueries({ queryKey: queryKeys.users(org) });
  };
}

export function useCreateJobTitle(org: string) {
  const reread = useRereadJobTitles(org);
  return useWrite({
    mutationFn: (body: NewJobTitle) => call(routes.createJobTitle, { params: { org }, body }),
    onSuccess: reread,
  });
}

export function useUpdateJobTitle(org: string) {
  const reread = useRereadJobTitles(org);
  return useWrite({
    mutationFn: ({ title, change }: { title: string; change: NewJobTitle }) =>
      call(routes.updateJobTitle, { params: { org, title }, body: change }),
    onSuccess: reread,
  });
}

/** `before`: the id of the job title that it comes to stand before; null for the end. */
export function useMoveJobTitle(org: string) {
  const reread = useRereadJobTitles(org);
  return useWrite({
    mutationFn: ({ title, before }: { title: string; before: string | null }) =>
      call(routes.moveJobTitle, { params: { org, title }, body: { before } }),
    onSuccess: reread,
  });
}

export function useDeleteJobTitle(org: string) {
  const reread = useRereadJobTitles(org);
  return useWrite({
    mutationFn: (title: string) => call(routes.deleteJobTitle, { params: { org, title } }),
    onSuccess: reread,
  });
}
