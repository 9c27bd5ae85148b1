import { routes, type Assignment, type AssignedValues, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWriteOn } from './use-write.ts';

type AssignableQuery = NonNullable<RouteInput<typeof routes.listAssignableUsers>['query']>;

/** Below those of app users, so that what refreshes them refreshes these. */
const keyOf = (org: string, application: string) => queryKeys.appUsers(org, application);

export const assignableUsersQuery = (org: string, application: string, query: AssignableQuery) =>
  queryOptions({
    queryKey: [...keyOf(org, application), 'assignable', query],
    queryFn: () => call(routes.listAssignableUsers, { params: { org, application }, query }),
    placeholderData: keepPreviousData,
  });

export const groupAssignmentsQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: [...keyOf(org, application), 'groups'],
    queryFn: () => call(routes.listGroupAssignments, { params: { org, application } }),
  });

export const assignmentQuery = (org: string, application: string, user: string) =>
  queryOptions({
    queryKey: [...keyOf(org, application), 'assignment', user],
    queryFn: () => call(routes.getAssignment, { params: { org, application, user } }),
    // a form is open on it
    refetchOnWindowFocus: false,
  });

/** What these writes change on the pages. */
const keysOf = (org: string, application: string) => [
  keyOf(org, application),
  queryKeys.application(org, application),
  queryKeys.applications(org),
];

/** What is to be set for a person or a group; groups have no login name. */
export interface AssignmentInput {
  readonly id: string;
  readonly loginName?: string | null;
  readonly values: AssignedValues;
}

export function useAssignUser(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ id: user, ...body }: AssignmentInput) =>
    call(routes.assignUser, { params: { org, application, user }, body }),
  );
}

export function useSetPersonalValues(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ id: user, ...body }: AssignmentInput) =>
    call(routes.setPersonalValues, { params: { org, application, user }, body }),
  );
}

export function useConvertAssignment(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ user, to }: { user: string; to: Assignment['source'] }) =>
    call(routes.convertAssignment, { params: { org, application, user }, body: { to } }),
  );
}

export function useAssignGroup(org: string, application: string) {
  return useWriteOn(keysOf(org, application), ({ id: group, values }: AssignmentInput) =>
    call(routes.assignGroup, { params: { org, application, group }, body: { values } }),
  );
}

export function useUnassignGroup(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (group: string) =>
    call(routes.unassignGroup, { params: { org, application, group } }),
  );
}

export function useOrderGroups(org: string, application: string) {
  return useWriteOn(keysOf(org, application), (groups: string[]) =>
    call(routes.orderGroups, { params: { org, application }, body: { groups } }),
  );
}
