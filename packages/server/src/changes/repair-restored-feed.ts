import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';

/**
 * Makes a feed that was restored from a dump move again; call it at the start, before anything follows the feed.
 * Returns whether there was something to repair.
 *
 * The feed is ordered by the transaction ids of the cluster that wrote it, and a dump does not carry the counter. In a
 * cluster that has not come so far, new changes would sort before the restored ones, and the followers would never come
 * to them. Ids that this cluster has not handed out yet give that away. The restored changes then get an id below every
 * real one, which keeps their order by seq, and each follower is put before the first change that it has not read. It
 * may read some a second time; followers are made for that.
 */
export async function repairRestoredFeed({ db }: Database): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ restored: boolean }>`
      select exists (
        select from changes where xid >= pg_snapshot_xmax(pg_current_snapshot())
        union all
        select from change_followers where xid >= pg_snapshot_xmax(pg_current_snapshot())
      ) as restored`.execute(transaction);
    if (rows[0]?.restored !== true) return false;
    await sql`lock table changes, change_followers`.execute(transaction);
    await sql`
      update change_followers follower
      set xid = '1',
          seq = coalesce(
            (select min(seq) - 1 from changes where (xid, seq) > (follower.xid, follower.seq)),
            (select max(seq) from changes),
            0
          )`.execute(transaction);
    await sql`set local lockstep.changes_writable = 'repair'`.execute(transaction);
    await sql`update changes set xid = '1'`.execute(transaction);
    return true;
  });
}
