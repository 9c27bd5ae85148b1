import { ScimError } from '../errors.ts';
import type { SearchRequest } from './search-request.ts';

/** What the provider advertises about paging. Sizes in resources. */
export interface PagingLimits {
  /** Page size when the client names none. */
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  /** Absent: only index-based paging. */
  readonly cursor?: {
    /** Method for a query that asks for neither (RFC 9865 §2.4). */
    readonly defaultMethod: 'index' | 'cursor';
  };
}

/** How a query is paged. */
export type Paging = IndexPaging | CursorPaging;

/** RFC 7644 §3.4.2.4. */
export interface IndexPaging {
  readonly kind: 'index';
  /** From 1. */
  readonly startIndex: number;
  /** 0 asks for the total only. */
  readonly count: number;
}

/** RFC 9865. */
export interface CursorPaging {
  readonly kind: 'cursor';
  /** Absent for the first page. Opaque here: whoever made it checks it. */
  readonly cursor?: string;
  readonly count: number;
}

/** RFC 3986 §2.3, the only characters that a cursor may have (RFC 9865 §2). */
const cursorPattern = /^[A-Za-z0-9._~-]{1,4096}$/;

/**
 * Decides how a query is paged. A negative count is 0, a start before 1 is 1, and a count beyond the maximum is cut
 * down, or with a cursor refused (RFC 9865 §2.1).
 * @throws ScimError `invalidValue` when both methods are asked for, `invalidCursor`, `invalidCount`
 */
export function parsePaging(
  request: Pick<SearchRequest, 'startIndex' | 'count' | 'cursor'>,
  limits: PagingLimits,
): Paging {
  const { startIndex, cursor, count = limits.defaultPageSize } = request;
  if (limits.cursor === undefined) {
    if (cursor !== undefined) throw ScimError.invalidCursor('Cursors are not supported here');
    return indexPaging(startIndex, count, limits);
  }
  if (startIndex !== undefined && cursor !== undefined) {
    throw ScimError.invalidValue('"startIndex" and "cursor" exclude each other');
  }
  if (cursor !== undefined) return cursorPaging(cursor, count, limits);
  if (startIndex === undefined && limits.cursor.defaultMethod === 'cursor') return cursorPaging('', count, limits);
  return indexPaging(startIndex, count, limits);
}

function indexPaging(startIndex: number | undefined, count: number, limits: PagingLimits): IndexPaging {
  return {
    kind: 'index',
    startIndex: Math.max(1, startIndex ?? 1),
    count: Math.min(Math.max(0, count), limits.maxPageSize),
  };
}

function cursorPaging(cursor: string, count: number, limits: PagingLimits): CursorPaging {
  if (count > limits.maxPageSize) throw ScimError.invalidCount(`"count" must be at most ${limits.maxPageSize}`);
  const size = Math.max(0, count);
  if (cursor === '') return { kind: 'cursor', count: size };
  if (!cursorPattern.test(cursor)) throw ScimError.invalidCursor('The cursor was not issued here');
  return { kind: 'cursor', cursor, count: size };
}
