import type { Actor } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import type { Database } from '../storage/database.ts';

/** Networks in CIDR notation, as the helper of the layer `network` writes them; none means every address. */
export interface IpRestrictions {
  readonly console: readonly string[];
  readonly scim: readonly string[];
}

/** Replaces both lists of an organization. */
export async function setIpRestrictions(
  database: Database,
  organizationId: string,
  wanted: IpRestrictions,
  actor: Actor,
): Promise<void> {
  await database.db.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('organizations')
      .select(['console_networks', 'scim_networks'])
      .where('id', '=', organizationId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable('organizations')
      .set({ console_networks: [...wanted.console], scim_networks: [...wanted.scim] })
      .where('id', '=', organizationId)
      .execute();
    const moved = [
      { path: 'ipRestrictions.console', before: before.console_networks, after: [...wanted.console] },
      { path: 'ipRestrictions.scim', before: before.scim_networks, after: [...wanted.scim] },
    ].filter((change) => change.before.join(' ') !== change.after.join(' '));
    if (moved.length === 0) return;
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Organization',
        resourceId: organizationId,
        operation: 'update',
        attributes: moved,
      },
    ]);
  });
}
