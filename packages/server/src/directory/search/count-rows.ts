import { sql } from 'kysely';
import type { Snapshot } from './read-snapshot.ts';
import { conditionOf, type Source } from './source.ts';

/** How many rows there are; without a filter it need not count them. */
export async function countRows(snapshot: Snapshot, source: Source): Promise<number> {
  const { table, filter } = source;
  const count =
    filter === undefined && table.counter !== undefined
      ? table.counter.sql
      : sql`select count(*)::integer as total from ${table.from} where ${conditionOf(source)}`;
  const { rows } = await sql<{ total: number }>`${count}`.execute(snapshot);
  return rows[0]?.total ?? 0;
}
