import { routes } from '@lockstep/admin-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

const connection = 'default';

/** Counts come in with the requests; a minute later is early enough. */
export const healthQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.exchanges(org), 'health'],
    queryFn: () => call(routes.getConnectionHealth, { params: { org, connection } }),
    refetchInterval: 60_000,
  });
