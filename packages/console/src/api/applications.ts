import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type NewApplication = NonNullable<RouteInput<typeof routes.createApplication>['body']>;
type TestedCredentials = NonNullable<RouteInput<typeof routes.testCredentials>['body']>;
type ApplicationChange = NonNullable<RouteInput<typeof routes.updateApplication>['body']>;

export const applicationsQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.applications(org),
    queryFn: () => call(routes.listApplications, { params: { org } }),
  });

export const applicationQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: queryKeys.application(org, application),
    queryFn: () => call(routes.getApplication, { params: { org, application } }),
  });

export function useCreateApplication(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: NewApplication) => call(routes.createApplication, { params: { org }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.applications(org) }),
  });
}

export function useUpdateApplication(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: ApplicationChange) => call(routes.updateApplication, { params: { org, application }, body }),
    onSuccess: (answer) => {
      client.setQueryData(queryKeys.application(org, application), answer);
      return client.invalidateQueries({ queryKey: queryKeys.applications(org) });
    },
  });
}

export function useDeleteApplication(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => call(routes.deleteApplication, { params: { org, application } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.applications(org) }),
  });
}

/** Absent members test what is saved. */
export function useTestCredentials(org: string, application: string) {
  return useWrite({
    mutationFn: (body: TestedCredentials) => call(routes.testCredentials, { params: { org, application }, body }),
  });
}
