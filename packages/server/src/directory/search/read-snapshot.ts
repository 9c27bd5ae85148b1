import { ScimError } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { sqlState, type Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** One state of the database, to read from. */
export type Snapshot = Kysely<Tables>;

const queryCanceled = '57014';

/**
 * Runs the statements of one query on one state of the database, each within the time allowed (milliseconds).
 * @throws ScimError `tooMany` when a statement takes longer: the filter selects or sorts by what no index knows
 */
export async function readSnapshot<T>(
  { db }: Database,
  timeout: number,
  read: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  try {
    return await transaction.execute(async (snapshot) => {
      await sql`set local statement_timeout = ${sql.lit(timeout)}`.execute(snapshot);
      return read(snapshot);
    });
  } catch (error) {
    if (sqlState(error) !== queryCanceled) throw error;
    throw ScimError.tooMany(
      `This query takes longer than ${timeout} ms here. Filter by what identifies a resource, such as "userName eq", "externalId eq" or "emails eq", or leave out "sortBy".`,
    );
  }
}
