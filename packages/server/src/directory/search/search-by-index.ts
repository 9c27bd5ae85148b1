import type { SortOrder } from '@lockstep/scim';
import { sql } from 'kysely';
import { readCounter } from './count-rows.ts';
import { RowMarks, type RowMark } from './row-marks.ts';
import { shortestWay } from './shortest-way.ts';
import type { Counter } from '../../storage/filter-to-sql/search-table.ts';
import type { Snapshot } from './read-snapshot.ts';
import { keyOf, orderBy, orderColumns, walked, type Source } from './source.ts';
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
  const { counter } = source.table;
  if (source.filter === undefined && counter !== undefined) return walk(snapshot, source, { ...window, counter });
  const { hits, total } = await searchUnion(snapshot, [source], window);
  return { ids: hits.map(({ id }) => id), total };
}

const rowMarks = new RowMarks();

/** Without a filter there is nothing to find, only rows to step over: in an index, from the nearest place known. */
async function walk(
  snapshot: Snapshot,
  source: Source,
  { order, offset, limit, counter }: Window & { readonly counter: Counter },
): Promise<FoundIds> {
  const { total, state } = await readCounter(snapshot, counter);
  const size = Math.max(0, Math.min(limit, total - offset));
  if (size === 0) return { ids: [], total };
  if (source.sortBy !== undefined) return { ids: await step(snapshot, source, { order, offset, size, total }), total };
  const place = { key: counter.key, state };
  const ids = await step(snapshot, source, { order, offset, size, total, marks: rowMarks.known(place) });
  for (const index of new Set([0, ids.length - 1])) {
    const id = ids[index];
    if (id !== undefined) rowMarks.remember(place, { offset: offset + index, id });
  }
  return { ids, total };
}

interface Step {
  readonly order: SortOrder;
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  /** Rows whose place is known, where rows are ordered by id alone. */
  readonly marks?: readonly RowMark[];
}

/** From whichever end or known row is nearest: all of one snapshot, so the page is the same. */
async function step(snapshot: Snapshot, source: Source, { order, ...page }: Step): Promise<string[]> {
  const { from, scope, id } = walked(source);
  const columns = orderColumns(keyOf(source), id);
  const { skip, backwards, mark } = shortestWay(page);
  const side = backwards ? sql`<` : sql`>=`;
  const beyond = mark === undefined ? sql`true` : sql`${id} ${side} ${mark.id}::uuid`;
  const { rows } = await sql<{ id: string }>`
    select ${id} as id from ${from} where ${scope} and ${beyond}
    order by ${orderBy(columns, backwards ? opposite[order] : order)}
    offset ${skip} limit ${page.size}`.execute(snapshot);
  const ids = rows.map((row) => row.id);
  return backwards ? ids.reverse() : ids;
}

const opposite = { ascending: 'descending', descending: 'ascending' } as const;
