import { sql } from 'kysely';
import type { Counter } from '../../storage/filter-to-sql/search-table.ts';
import { executeKept } from '../../storage/prepared.ts';
import type { Snapshot } from './read-snapshot.ts';
import { conditionOf, type Source } from './source.ts';

/** What a counter says: the number of rows, and a text that differs whenever the set of rows does. */
export async function readCounter(snapshot: Snapshot, counter: Counter): Promise<{ total: number; state: string }> {
  const [row] = await executeKept(snapshot, counter.sql);
  return row ?? { total: 0, state: '' };
}

/** How many rows there are; without a filter it need not count them. */
export async function countRows(snapshot: Snapshot, source: Source): Promise<number> {
  const { table, filter } = source;
  if (filter === undefined && table.counter !== undefined) {
    return (await readCounter(snapshot, table.counter)).total;
  }
  const { rows } = await sql<{ total: number }>`
    select count(*)::integer as total from ${table.from} where ${conditionOf(source)}`.execute(snapshot);
  return rows[0]?.total ?? 0;
}
