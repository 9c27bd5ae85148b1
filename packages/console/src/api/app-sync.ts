import { routes, type SendKind } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

/** Between looks at a force sync that runs, in milliseconds. */
const lookMs = 1000;

export const forceSyncQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: queryKeys.forceSync(org, application),
    queryFn: () => call(routes.getForceSync, { params: { org, application } }),
    refetchInterval: ({ state }) => (state.data?.forceSync?.state === 'running' ? lookMs : false),
  });

export function useForceSync(org: string, application: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => call(routes.startForceSync, { params: { org, application } }),
    onSuccess: (forceSync) => {
      client.setQueryData(queryKeys.forceSync(org, application), { forceSync });
      return client.invalidateQueries({ queryKey: queryKeys.application(org, application) });
    },
  });
}

/** Computed anew whenever it is opened: it moves with every change of the directory. */
export const restartPreviewQuery = (org: string, application: string) =>
  queryOptions({
    queryKey: queryKeys.restartPreview(org, application),
    queryFn: () => call(routes.previewRestart, { params: { org, application }, query: {} }),
    staleTime: 0,
    gcTime: 0,
  });

interface PeopleQuery {
  readonly kind?: SendKind;
  readonly cursor?: string;
}

export const restartPeopleQuery = (org: string, application: string, query: PeopleQuery) =>
  queryOptions({
    queryKey: [...queryKeys.restartPreview(org, application), 'people', query],
    queryFn: () => call(routes.listRestartPreview, { params: { org, application }, query: { ...query, limit: 10 } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });

export const appUserProfileQuery = (org: string, application: string, user: string) =>
  queryOptions({
    queryKey: [...queryKeys.appUsers(org, application), 'profile', user],
    queryFn: () => call(routes.getAppUserProfile, { params: { org, application, user } }),
  });

/** Asks the application each time. */
export function useReadAppUser(org: string, application: string) {
  return useWrite({
    mutationFn: (user: string) => call(routes.readAppUser, { params: { org, application, user } }),
  });
}
