import { routes, type ProfileSettings, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type Trial = NonNullable<RouteInput<typeof routes.evaluateExpression>['body']>;

export const profileSettingsQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: queryKeys.profileSettings(org, application),
    queryFn: () => call(routes.getProfileSettings, { params: { org, application } }),
    // a form is open on it
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const expressionReferenceQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.expressionReference(org),
    queryFn: () => call(routes.getExpressionReference, { params: { org } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** For how many people the settings would change something. */
export const affectedQuery = (org: string, application: string, settings: ProfileSettings) =>
  queryOptions({
    queryKey: [...queryKeys.profileSettings(org, application), 'affected', settings],
    queryFn: () => call(routes.countAffected, { params: { org, application }, body: { settings } }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** What the settings give for one person. */
export const previewQuery = (org: string, application: string, user: string, settings: ProfileSettings) =>
  queryOptions({
    queryKey: [...queryKeys.profileSettings(org, application), 'preview', user, settings],
    queryFn: () => call(routes.previewProfile, { params: { org, application }, body: { user, settings } }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const trialQuery = (org: string, application: string, trial: Trial) =>
  queryOptions({
    queryKey: [...queryKeys.profileSettings(org, application), 'trial', trial],
    queryFn: () => call(routes.evaluateExpression, { params: { org, application }, body: trial }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export function useSaveProfileSettings(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: { settings: ProfileSettings; version: number }) =>
      call(routes.saveProfileSettings, { params: { org, application }, body }),
    onSuccess: ({ settings, version }) => {
      client.setQueryData(queryKeys.profileSettings(org, application), { settings, version });
      return Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.application(org, application) }),
        client.invalidateQueries({ queryKey: queryKeys.appUsers(org, application) }),
      ]);
    },
  });
}

export function useDiscoverAttributes(org: string, application: string) {
  return useWrite({ mutationFn: () => call(routes.discoverAttributes, { params: { org, application } }) });
}

/** Null: the username format makes it again. */
export function useSetLoginName(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ user, loginName }: { user: string; loginName: string | null }) =>
      call(routes.setAssignedLoginName, { params: { org, application, user }, body: { loginName } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.appUsers(org, application) }),
        client.invalidateQueries({ queryKey: queryKeys.application(org, application) }),
      ]),
  });
}
