import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWriteOn } from './use-write.ts';

type PushedGroupListQuery = NonNullable<RouteInput<typeof routes.listPushedGroups>['query']>;
type NameRule = NonNullable<RouteInput<typeof routes.previewPushRule>['body']>;
export type ChosenGroups = NonNullable<RouteInput<typeof routes.pushGroups>['body']>;
export type NewPushRule = NonNullable<RouteInput<typeof routes.createPushRule>['body']>;
/** What becomes of the application's group. */
export type TargetGroup = NonNullable<RouteInput<typeof routes.unlinkGroup>['body']>['targetGroup'];

export const pushedGroupsQuery = (org: string, application: string, query: PushedGroupListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.pushedGroups(org, application), 'list', query],
    queryFn: () => call(routes.listPushedGroups, { params: { org, application }, query }),
    placeholderData: keepPreviousData,
  });

export const refusedMembersQuery = (org: string, application: string, group: string) =>
  queryOptions({
    queryKey: [...queryKeys.pushedGroups(org, application), 'refused', group],
    queryFn: () => call(routes.listRefusedMembers, { params: { org, application, group } }),
  });

export const pushRulesQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: [...queryKeys.pushedGroups(org, application), 'rules'],
    queryFn: () => call(routes.listPushRules, { params: { org, application } }),
  });

/** Which groups a rule would choose now. */
export const rulePreviewQuery = (org: string, application: string, rule: NameRule) =>
  queryOptions({
    queryKey: [...queryKeys.groups(org), 'push-rule-preview', application, rule],
    queryFn: () => call(routes.previewPushRule, { params: { org, application }, body: rule }),
    enabled: rule.pattern.trim() !== '',
    retry: false,
  });

/** Asks the application, so it is kept while the dialog is open, and asked anew the next time. */
export const applicationGroupsQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: ['org', org, 'application-groups', application],
    queryFn: () => call(routes.listApplicationGroups, { params: { org, application } }),
    staleTime: 60_000,
    gcTime: 0,
  });

/** What these writes change on the pages. */
const keysOf = (org: string, application: string) => [queryKeys.pushedGroups(org, application), queryKeys.tasks(org)];

export function usePushGroups(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (body: ChosenGroups) =>
    call(routes.pushGroups, { params: { org, application }, body }),
  );
}

/** `group` absent pushes all. */
export function usePushNow(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (body: { group?: string }) =>
    call(routes.pushNow, { params: { org, application }, body }),
  );
}

export function useSetPushActive(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ group, active }: { group: string; active: boolean }) =>
    call(routes.setPushActive, { params: { org, application, group }, body: { active } }),
  );
}

export function useUnlinkGroup(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ id: group, targetGroup }: { id: string; targetGroup: TargetGroup }) =>
    call(routes.unlinkGroup, { params: { org, application, group }, body: { targetGroup } }),
  );
}

export function useCreatePushRule(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (body: NewPushRule) =>
    call(routes.createPushRule, { params: { org, application }, body }),
  );
}

export function useDeletePushRule(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ id: rule, targetGroup }: { id: string; targetGroup: TargetGroup }) =>
    call(routes.deletePushRule, { params: { org, application, rule }, query: { targetGroups: targetGroup } }),
  );
}
