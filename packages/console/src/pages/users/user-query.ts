import { serviceCodeSchema, userSortSchema, userStatusFilterSchema, type UserFilter } from '@lockstep/admin-api';
import type { UserListQuery } from '../../api/users.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';

export const pageSize = 50;

/** The parameters of the address that are filters, so that they can be cleared together. */
const filterNames = ['search', 'status', 'service', 'department', 'jobTitle', 'group', 'managed'] as const;

/** What the address says about whom to list; what it says wrong is left out. */
export function readFilter(url: Pick<ListUrl, 'get'>): UserFilter {
  const { data: status } = userStatusFilterSchema.safeParse(url.get('status'));
  const { data: service } = serviceCodeSchema.safeParse(url.get('service'));
  const managed = url.get('managed');
  const texts = Object.fromEntries(
    (['search', 'department', 'jobTitle', 'group'] as const).flatMap((name) => {
      const value = url.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...texts,
    ...(status === undefined ? {} : { status }),
    ...(service === undefined ? {} : { service }),
    ...(managed === 'yes' || managed === 'no' ? { managed } : {}),
  };
}

export function readQuery(url: ListUrl): UserListQuery {
  const sort = userSortSchema.safeParse(url.get('sort'));
  return {
    ...readFilter(url),
    limit: pageSize,
    ...(sort.success ? { sort: sort.data } : {}),
    ...(url.get('order') === 'descending' ? { order: 'descending' } : {}),
    ...(url.cursor === undefined ? {} : { cursor: url.cursor }),
  };
}

export function isFiltered(url: ListUrl): boolean {
  return filterNames.some((name) => url.get(name) !== undefined);
}

export function clearFilters(url: ListUrl): void {
  url.filter(Object.fromEntries(filterNames.map((name) => [name, undefined])));
}
