import type { Transaction } from 'kysely';
import { sqlState, type Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables/index.ts';

const deadlock = '40P01';
const attempts = 5;

/** One transaction; where two wait for each other in a circle and PostgreSQL breaks one off, that one begins again. */
export async function inTransaction<T>(
  { db }: Database,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (sqlState(error) !== deadlock || attempt === attempts) throw error;
    }
  }
}
