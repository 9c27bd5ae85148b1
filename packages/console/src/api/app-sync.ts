import { routes, type SendKind } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

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
