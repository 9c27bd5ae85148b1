import type { SortOrder } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Condition, Sql } from '../../storage/filter-to-sql/search-table.ts';
import type { SortKey } from '../../storage/filter-to-sql/sort-key.ts';
import type { Snapshot } from './read-snapshot.ts';
import { completePosition, positionOf, type Position } from './search-from.ts';
import { conditionOf, keyOf, orderBy, type Source } from './source.ts';

/** A row of one of several sources, which `source` counts from 0, and where a page that ends with it goes on. */
export interface Hit extends Position {
  readonly source: number;
}

export interface FoundHits {
  readonly hits: readonly Hit[];
  readonly total: number;
  /** Whether there are rows after the page. */
  readonly more: boolean;
}

interface Range {
  readonly order: SortOrder;
  readonly limit: number;
  /** Rows that go before the page. */
  readonly offset?: number;
  /** The row that the page comes after. */
  readonly after?: Hit | undefined;
}

/**
 * One page over the union of several sources, and the total, in one pass over what matches. Rows with equal keys are
 * ordered by source, then id. Call it within `readSnapshot`.
 * @throws ScimError `expiredCursor` when the row that the position needs is gone
 */
export async function searchUnion(snapshot: Snapshot, sources: readonly Source[], range: Range): Promise<FoundHits> {
  const { order, limit, offset = 0 } = range;
  const after = await completeHit(snapshot, sources, range.after);
  const keys = sources.map(keyOf);
  const type = commonType(keys);
  const parts = sources.map((source, index) => {
    return sql`select ${sql.lit(index)} as source, ${source.table.id} as id, ${keyAs(type, keys[index])} as key
      from ${source.table.from} where ${conditionOf(source)}`;
  });
  const key = type === 'text' ? sql`key collate "C"` : sql`key`;
  const { rows } = await sql<{ total: number; hits: string[] }>`
    with matching as materialized (${sql.join(parts, sql` union all `)})
    select
      (select count(*)::integer from matching) as total,
      array(select json_build_array(source, id, key::text)::text from matching
        where ${after === undefined ? sql`true` : afterCondition(after, { key, type, order })}
        order by ${orderBy([key, sql`source`, sql`id`], order)}
        offset ${offset} limit ${limit + 1}) as hits`.execute(snapshot);
  const found = (rows[0]?.hits ?? []).map((text) => readHit(text, sources));
  return { total: rows[0]?.total ?? 0, hits: found.slice(0, limit), more: found.length > limit };
}

function readHit(text: string, sources: readonly Source[]): Hit {
  const [source, id, key] = JSON.parse(text) as [number, string, string | null];
  const isSorted = sources.some(({ sortBy }) => sortBy !== undefined);
  return { source, ...positionOf({ id, key }, isSorted) };
}

async function completeHit(
  snapshot: Snapshot,
  sources: readonly Source[],
  hit: Hit | undefined,
): Promise<Hit | undefined> {
  const source = hit === undefined ? undefined : sources[hit.source];
  if (hit === undefined || source === undefined) return hit;
  return { ...hit, ...(await completePosition(snapshot, source, hit)) };
}

/** What comes after the hit; nulls are last when ascending and first when descending. */
function afterCondition(
  { source, id, key: text }: Hit,
  { key, type, order }: { readonly key: Sql; readonly type: SortKey['type']; readonly order: SortOrder },
): Condition {
  const sign = order === 'ascending' ? sql`>` : sql`<`;
  const beside = sql`(source, id) ${sign} (${sql.lit(source)}, ${id}::uuid)`;
  const without = sql`(key is null and ${beside})`;
  if (text === undefined || text === null)
    return order === 'ascending' ? sql`${without}` : sql`(${without} or key is not null)`;
  const value = sql`${text}::${sql.raw(type)}`;
  const withKey = sql`(${key} ${sign} ${value} or (${key} = ${value} and ${beside}))`;
  return order === 'ascending' ? sql`(${withKey} or key is null)` : sql`${withKey}`;
}

/** The type that every key has; text where an attribute is of different types in different resource types. */
function commonType(keys: readonly (SortKey | undefined)[]): SortKey['type'] {
  const types = new Set(keys.flatMap((key) => (key === undefined ? [] : [key.type])));
  const [only] = types;
  return only !== undefined && types.size === 1 ? only : 'text';
}

function keyAs(type: SortKey['type'], key: SortKey | undefined): Sql {
  if (key === undefined) return sql`null::${sql.raw(type)}`;
  return key.type === type ? key.sql : sql`(${key.sql})::text`;
}
