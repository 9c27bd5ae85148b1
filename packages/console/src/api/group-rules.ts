import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type NewGroupRule = NonNullable<RouteInput<typeof routes.createGroupRule>['body']>;
type RuleChange = NonNullable<RouteInput<typeof routes.updateGroupRule>['body']>;

/** Below the groups, so that what rereads those rereads the rules, too. */
const keyOf = (org: string) => [...queryKeys.groups(org), 'rules'] as const;

export const groupRulesQuery = (org: string) =>
  queryOptions({ queryKey: keyOf(org), queryFn: () => call(routes.listGroupRules, { params: { org } }) });

export const rulePreviewQuery = (org: string, expression: string, except: readonly string[]) =>
  queryOptions({
    queryKey: [...queryKeys.users(org), 'rule-preview', expression, except],
    queryFn: () => call(routes.previewGroupRule, { params: { org }, body: { expression, except: [...except] } }),
    placeholderData: keepPreviousData,
    retry: false,
  });

function useReread(org: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: queryKeys.groups(org) });
}

export function useCreateGroupRule(org: string) {
  return useWrite({
    mutationFn: (body: NewGroupRule) => call(routes.createGroupRule, { params: { org }, body }),
    onSuccess: useReread(org),
  });
}

export function useUpdateGroupRule(org: string) {
  return useWrite({
    mutationFn: ({ rule, change }: { readonly rule: string; readonly change: RuleChange }) =>
      call(routes.updateGroupRule, { params: { org, rule }, body: change }),
    onSuccess: useReread(org),
  });
}

export function useDeleteGroupRule(org: string) {
  return useWrite({
    mutationFn: ({ rule, members }: { readonly rule: string; readonly members: 'keep' | 'remove' }) =>
      call(routes.deleteGroupRule, { params: { org, rule }, query: { members } }),
    onSuccess: useReread(org),
  });
}
