import type { JsonObject } from '../json.ts';

/** The schema of the answer to a query. */
export const listResponseSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** One page of what a query found. */
export interface ListPage {
  readonly resources: readonly JsonObject[];
  /** May be left out of a cursor query's answer when it cannot be told (RFC 9865 §2). */
  readonly totalResults?: number;
  /** From 1; with index-based paging. */
  readonly startIndex?: number;
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** Absent on the first page. */
  readonly previousCursor?: string;
}

/** The answer to a query (RFC 7644 §3.4.2, RFC 9865 §2). */
export function listResponse(page: ListPage): JsonObject {
  const { resources, totalResults, startIndex, nextCursor, previousCursor } = page;
  return {
    schemas: [listResponseSchema],
    ...(totalResults === undefined ? {} : { totalResults }),
    itemsPerPage: resources.length,
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(previousCursor === undefined ? {} : { previousCursor }),
    ...(nextCursor === undefined ? {} : { nextCursor }),
    Resources: resources,
  };
}
