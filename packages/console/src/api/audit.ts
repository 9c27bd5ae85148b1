import { basePath, routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

export type AuditQuery = NonNullable<RouteInput<typeof routes.listAuditLog>['query']>;

export const auditQuery = (org: string, query: AuditQuery) =>
  queryOptions({
    queryKey: [...queryKeys.organization(org), 'audit', query],
    queryFn: () => call(routes.listAuditLog, { params: { org }, query }),
    placeholderData: keepPreviousData,
  });

/** Where the browser downloads what fits the filters. */
export function auditAddress(org: string, format: 'csv' | 'json', filters: Readonly<Record<string, string>>): string {
  const { path } = format === 'csv' ? routes.exportAuditLogCsv : routes.exportAuditLogJson;
  const query = new URLSearchParams(filters).toString();
  return `${basePath}${path.replace(':org', org)}${query === '' ? '' : `?${query}`}`;
}
