import { sql } from 'kysely';
import type { OutboundContext } from '../options.ts';

/** Pairs of one look; the rest is for the next. */
const chunk = 1000;

/**
 * Makes those pairs due whose accounts are to be deleted by now. The day stands in the row, so it is kept whatever
 * happens to the process. What a switch holds or somebody must look at is left alone. Returns how many.
 */
export async function startDeletions(context: OutboundContext): Promise<number> {
  const { rows } = await sql<{ organization_id: string; application_id: string }>`
    with due as (
      select organization_id, application_id, user_id from app_users
      where delete_at <= now() and next_attempt_at is null and lease_until is null
        and error_message is null and held_by is null
      order by organization_id, application_id, user_id
      limit ${chunk}
      for update skip locked
    )
    update app_users p set next_attempt_at = now(), attempts = 0
    from due d
    where p.organization_id = d.organization_id and p.application_id = d.application_id and p.user_id = d.user_id
    returning p.organization_id, p.application_id`.execute(context.database.db);
  for (const row of rows) context.touch(row.organization_id, row.application_id);
  if (rows.length > 0) context.wake();
  return rows.length;
}
