import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { markUsers } from './mark.ts';

export type SetLoginNameOutcome = { readonly kind: 'set' } | { readonly kind: 'unknown' };

/** Whose login name at the application, and what it is; null: the username format makes it. */
export interface AssignedLoginName {
  readonly userId: string;
  readonly loginName: string | null;
}

/** Sets the login name of one person's assignment. `unknown`: no such application, or the person is not assigned. */
export async function setAssignedLoginName(
  context: OutboundContext,
  place: ApplicationPlace,
  { userId, loginName }: AssignedLoginName,
  actor: Actor,
): Promise<SetLoginNameOutcome> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined || !isUserId(userId)) return { kind: 'unknown' };
  const found = await context.database.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('assignments')
      .set({ user_name: loginName })
      .where('organization_id', '=', organizationId)
      .where('application_id', '=', applicationId)
      .where('user_id', '=', userId)
      .returning('user_id')
      .executeTakeFirst();
    if (row === undefined) return false;
    await markUsers(transaction, organizationId, [userId], applicationId);
    const attributes = [{ path: `loginName of ${userId}`, ...(loginName === null ? {} : { after: loginName }) }];
    await recordChanges(transaction, [
      { organizationId, actor, resourceType: 'Assignment', resourceId: applicationId, operation: 'update', attributes },
    ]);
    return true;
  });
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind: found ? 'set' : 'unknown' };
}
