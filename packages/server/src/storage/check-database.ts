import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Throws when the database does not answer or has no schema yet. */
export async function checkDatabase({ db }: Database): Promise<void> {
  await sql`select from organizations limit 1`.execute(db);
}
