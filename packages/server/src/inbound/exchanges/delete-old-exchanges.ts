import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

export interface Retention {
  readonly days: number;
  /** Most of one organization. */
  readonly rows: number;
}

/** One statement takes this many, so that none holds its locks for long. */
const chunk = 5000;
const dayMilliseconds = 86_400_000;

/** The newest request that goes: the one before the limit of rows, or the last that is too old. */
async function findBound(
  db: Kysely<Tables>,
  organizationId: string,
  { days, rows: limit }: Retention,
  now: Date,
): Promise<string | undefined> {
  const before = new Date(now.getTime() - days * dayMilliseconds);
  const { rows } = await sql<{ id: string | null }>`
    select greatest(
      (select id::text from exchanges where organization_id = ${organizationId} order by id desc offset ${limit} limit 1),
      (select id::text from exchanges where organization_id = ${organizationId} and at < ${before}
        order by id desc limit 1)
    ) as id`.execute(db);
  return rows[0]?.id ?? undefined;
}

async function deleteOf(db: Kysely<Tables>, organizationId: string, bound: string): Promise<number> {
  let total = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from exchanges where organization_id = ${organizationId} and id in (
        select id from exchanges where organization_id = ${organizationId} and id <= ${bound}
        order by id limit ${chunk}
      )`.execute(db);
    total += Number(numAffectedRows);
    if (numAffectedRows < BigInt(chunk)) return total;
  }
}

/** Deletes what is older than the retention allows, or beyond its number. Returns how many went. */
export async function deleteOldExchanges(db: Kysely<Tables>, retention: Retention, now: Date): Promise<number> {
  const organizations = await db.selectFrom('organizations').select('id').execute();
  let total = 0;
  for (const { id } of organizations) {
    const bound = await findBound(db, id, retention, now);
    if (bound !== undefined) total += await deleteOf(db, id, bound);
  }
  return total;
}
