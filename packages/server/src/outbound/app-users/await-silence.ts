import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { OutboundContext } from '../options.ts';

/** A request that is on its way is waited for so long, in milliseconds. */
const longestMs = 5000;
const betweenMs = 20;

/**
 * Waits until nobody holds a lease of an application that was turned off: without one nothing is sent. A target that
 * does not answer the request under way is not waited for any longer than some seconds; nothing follows that request.
 */
export async function awaitSilence(
  { database }: OutboundContext,
  { organizationId, applicationId }: { readonly organizationId: string; readonly applicationId: string },
): Promise<void> {
  const until = performance.now() + longestMs;
  for (;;) {
    const { rows } = await sql`
      select from app_users
      where organization_id = ${organizationId} and application_id = ${applicationId} and lease_until > now()
      union all
      select from pushed_groups
      where organization_id = ${organizationId} and application_id = ${applicationId} and lease_until > now()
      limit 1`.execute(database.db);
    if (rows.length === 0 || performance.now() > until) return;
    await sleep(betweenMs);
  }
}
