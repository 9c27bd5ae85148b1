import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

const dayMilliseconds = 86_400_000;
const chunk = 5000;

/**
 * Deletes entries that are older than the retention and that every follower has read. Returns how many went. The one
 * way in which entries of the audit log go.
 */
export async function deleteOldChanges(db: Kysely<Tables>, days: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - days * dayMilliseconds);
  let total = 0;
  for (;;) {
    const count = await db.transaction().execute(async (transaction) => {
      await sql`set local lockstep.changes_writable = 'retention'`.execute(transaction);
      const { numAffectedRows = 0n } = await sql`
        delete from changes where (xid, seq) in (
          select xid, seq from changes
          where at < ${before}
            and (xid, seq) <= all (select change_followers.xid, change_followers.seq from change_followers)
          order by changes.xid, changes.seq limit ${chunk}
        )`.execute(transaction);
      return Number(numAffectedRows);
    });
    total += count;
    if (count < chunk) return total;
  }
}
