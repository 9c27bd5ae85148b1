import { ScimError, type CursorPaging, type SearchRequest } from '@lockstep/scim';
import type { Position } from '../../../directory/search/search-from.ts';
import type { Services } from '../../services.ts';
import type { ScimContext } from '../scim-context.ts';
import { openCursor, sealCursor, type CursorBinding } from './cursor.ts';

/** A cursor query at one of its pages; `Place` is where a page ends. */
export interface CursorQuery<Place extends Position = Position> {
  readonly count: number;
  /** Known from the second page on. */
  readonly total?: number;
  /** Absent for the first page. */
  readonly after?: Place;
  readonly seal: (after: Place, total: number) => string;
}

/**
 * Where a cursor query of an endpoint (`/Users`; `` for all types) stands. The cursor belongs to the organization, the
 * connection, the endpoint and the query that it was made for.
 * @throws ScimError `invalidCursor`, `expiredCursor`, or `invalidCount` when the count is not that of the first page
 */
export function continueQuery<Place extends Position = Position>(
  { config, cursorKey, now }: Services,
  { organization, caller }: ScimContext,
  { search, endpoint, paging }: { search: SearchRequest; endpoint: string; paging: CursorPaging },
): CursorQuery<Place> {
  const { filter, sortBy, sortOrder } = search;
  const binding: CursorBinding = [organization.id, caller.connection.id, endpoint, filter, sortBy, sortOrder];
  const { count } = paging;
  const seal = (after: Place, total: number): string => {
    const expires = now().getTime() + config.scimCursorTtl * 1000;
    return sealCursor(cursorKey, binding, { expires, count, total, after });
  };
  if (paging.cursor === undefined) return { count, seal };
  const { total, after, count: first } = openCursor<Place>(cursorKey, binding, { text: paging.cursor, now: now() });
  if (count === first) return { count, total, after, seal };
  throw ScimError.invalidCount(`"count" must be ${first}, as for the first page of this query`);
}
