import { basePath, routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

const connection = 'default';

export type ExchangeListQuery = NonNullable<RouteInput<typeof routes.listExchanges>['query']>;

export const exchangesQuery = (org: string, query: ExchangeListQuery) =>
  queryOptions({
    queryKey: [...queryKeys.exchanges(org), 'list', query],
    queryFn: () => call(routes.listExchanges, { params: { org, connection }, query }),
    placeholderData: keepPreviousData,
  });

/** A recorded request never changes. */
export const exchangeQuery = (org: string, exchange: string) =>
  queryOptions({
    queryKey: [...queryKeys.organization(org), 'exchange', exchange],
    queryFn: () => call(routes.getExchange, { params: { org, connection, exchange } }),
    staleTime: Infinity,
  });

/** What a request would do now; nothing of it is kept. */
export function useReplay(org: string, exchange: string) {
  return useWrite({
    mutationFn: () => call(routes.replayExchange, { params: { org, connection, exchange } }),
  });
}

/** Where the browser downloads the fixture of a request. */
export function fixtureAddress(org: string, exchange: string): string {
  const place = routes.getExchangeFixture.path.replace(':org', org).replace(':connection', connection);
  return basePath + place.replace(':exchange', exchange);
}
