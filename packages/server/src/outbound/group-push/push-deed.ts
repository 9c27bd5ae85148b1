import type { Transaction } from 'kysely';
import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';

/** Who does something about the groups that are pushed to an application. */
interface Deed {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly actor: Actor;
}

/** Runs in one transaction over the application, and has its work looked at; undefined where there is none. */
export async function withApplication<T>(
  context: OutboundContext,
  place: ApplicationPlace,
  actor: Actor,
  run: (transaction: Transaction<Tables>, deed: Deed) => Promise<T>,
): Promise<T | undefined> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return undefined;
  const result = await context.database.db
    .transaction()
    .execute((transaction) => run(transaction, { organizationId, applicationId, actor }));
  context.touch(organizationId, applicationId);
  context.wake();
  return result;
}

/** Records what was done in the audit log. */
export async function note(transaction: Transaction<Tables>, deed: Deed, change: AttributeChange): Promise<void> {
  const { organizationId, applicationId: resourceId, actor } = deed;
  await recordChanges(transaction, [
    { organizationId, actor, resourceType: 'Application', resourceId, operation: 'update', attributes: [change] },
  ]);
}

/** Has the rules looked at again. Locks the application, so that of two who change its rules one waits. */
export async function markRulesOf(
  transaction: Transaction<Tables>,
  { organizationId, applicationId }: Deed,
): Promise<void> {
  await transaction
    .updateTable('applications')
    .set({ push_rules_pending: true })
    .where('organization_id', '=', organizationId)
    .where('id', '=', applicationId)
    .execute();
}
