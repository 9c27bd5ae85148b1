import type { SortOrder } from '@lockstep/scim';
import { sql } from 'kysely';
import { countRows } from './count-rows.ts';
import type { Snapshot } from './read-snapshot.ts';
import { keyOf, orderBy, orderColumns, type Source } from './source.ts';
import { searchUnion } from './search-union.ts';

/** Part of a result: `offset` counts from 0. */
export interface Window {
  readonly order: SortOrder;
  readonly offset: number;
  readonly limit: number;
}

export interface FoundIds {
  readonly ids: readonly string[];
  /** Of the whole result. */
  readonly total: number;
}

/** One page by index (RFC 7644 §3.4.2.4), ids in order, and the total. Call it within `readSnapshot`. */
export async function searchByIndex(snapshot: Snapshot, source: Source, window: Window): Promise<FoundIds> {
  if (source.filter === undefined && source.table.total !== undefined) return walk(snapshot, source, window);
  const { hits, total } = await searchUnion(snapshot, [source], window);
  return { ids: hits.map(({ id }) => id), total };
}

/**
 * Without a filter there is nothing to find, only rows to step over: in an index, and from the end that is nearer. Both
 * counts are of one snapshot, so the page is the same from either end.
 */
async function walk(snapshot: Snapshot, source: Source, { order, offset, limit }: Window): Promise<FoundIds> {
  const total = await countRows(snapshot, source);
  const size = Math.max(0, Math.min(limit, total - offset));
  if (size === 0) return { ids: [], total };
  const columns = orderColumns(keyOf(source), source.table.id);
  const fromEnd = total - offset - size;
  const backwards = fromEnd < offset;
  const { rows } = await sql<{ id: string }>`
    select ${source.table.id} as id from ${source.table.from} where ${source.table.scope}
    order by ${orderBy(columns, backwards ? opposite[order] : order)}
    offset ${backwards ? fromEnd : offset} limit ${size}`.execute(snapshot);
  const ids = rows.map(({ id }) => id);
  return { ids: backwards ? ids.reverse() : ids, total };
}

const opposite = { ascending: 'descending', descending: 'ascending' } as const;
