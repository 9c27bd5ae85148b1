import type { SortOrder } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Sql } from '../../storage/filter-to-sql/search-table.ts';
import type { SortKey } from '../../storage/filter-to-sql/sort-key.ts';
import type { Snapshot } from './read-snapshot.ts';
import { conditionOf, keyOf, orderBy, type Source } from './source.ts';

/** A row of one of several sources, which `source` counts from 0. */
export interface Hit {
  readonly source: number;
  readonly id: string;
}

export interface FoundHits {
  readonly hits: readonly Hit[];
  readonly total: number;
}

/**
 * One page over the union of several sources, and the total, in one pass over what matches. Rows with equal keys are
 * ordered by source, then id. Call it within `readSnapshot`.
 */
export async function searchUnion(
  snapshot: Snapshot,
  sources: readonly Source[],
  { order, offset, limit }: { readonly order: SortOrder; readonly offset: number; readonly limit: number },
): Promise<FoundHits> {
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
      array(select source || ' ' || id from matching
        order by ${orderBy([key, sql`source`, sql`id`], order)}
        offset ${offset} limit ${limit}) as hits`.execute(snapshot);
  return { total: rows[0]?.total ?? 0, hits: (rows[0]?.hits ?? []).map(readHit) };
}

function readHit(text: string): Hit {
  const [source = '', id = ''] = text.split(' ');
  return { source: Number(source), id };
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
