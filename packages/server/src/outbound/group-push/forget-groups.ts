import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/**
 * At another target, ids mean nothing or something else: groups are looked up by name there. What was still to be
 * deleted at the old one is given up.
 */
export async function forgetTargetGroups(
  transaction: Transaction<Tables>,
  { organization_id: organizationId, id: applicationId }: { readonly organization_id: string; readonly id: string },
): Promise<void> {
  const ofApplication = sql`organization_id = ${organizationId} and application_id = ${applicationId}`;
  await sql`
    delete from pushed_groups where ${ofApplication} and ending is not null`.execute(transaction);
  await sql`delete from pushed_group_members where ${ofApplication}`.execute(transaction);
  await sql`
    update pushed_groups
    set remote_id = null, remote_name = null, intended_name = null, chosen_remote_id = null, members_known = false,
      desired_generation = desired_generation + 1, next_attempt_at = now(), attempts = 0,
      -- who is still talking to the old target has nothing to record any more
      lease_owner = null, lease_until = null
    where ${ofApplication}`.execute(transaction);
}
