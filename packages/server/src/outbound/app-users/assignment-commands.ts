import { sql, type Kysely } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { lockPairsOf } from './lock-pairs.ts';
import { markUsers } from './mark.ts';

export type AssignOutcome = { readonly kind: 'assigned'; readonly assigned: number } | { readonly kind: 'unknown' };
export type UnassignOutcome = { readonly kind: 'unassigned' } | { readonly kind: 'unknown' };
export type RetryOutcome = { readonly kind: 'retried'; readonly retried: number } | { readonly kind: 'unknown' };

/** The users named, or every active user of the directory. */
export type Assignees = { readonly users: readonly string[] } | { readonly everybody: true };

/**
 * Assigns people to an application, all in one statement; those already assigned are left alone, ids that name
 * nobody are passed over. `unknown`: there is no such application.
 */
export async function assignUsers(
  context: OutboundContext,
  place: ApplicationPlace,
  assignees: Assignees,
  actor: Actor,
): Promise<AssignOutcome> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return { kind: 'unknown' };
  const assigned = await context.database.db.transaction().execute(async (transaction) => {
    const ids = await insertAssignments(transaction, organizationId, applicationId, assignees);
    if (ids.length > 0) {
      await insertPairs(transaction, organizationId, applicationId, ids);
      await recordAssignments(transaction, {
        organizationId,
        applicationId,
        actor,
        operation: 'create',
        count: ids.length,
      });
    }
    return ids.length;
  });
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind: 'assigned', assigned };
}

async function insertAssignments(
  transaction: Kysely<Tables>,
  organizationId: string,
  applicationId: string,
  assignees: Assignees,
): Promise<string[]> {
  const named = 'users' in assignees ? assignees.users.filter(isUserId) : null;
  const { rows } = await sql<{ user_id: string }>`
    insert into assignments (organization_id, application_id, user_id)
    select organization_id, ${applicationId}::uuid, id from users
    where organization_id = ${organizationId}
      and case when ${named}::uuid[] is null then active else id = any(${named}::uuid[]) end
    on conflict do nothing
    returning user_id`.execute(transaction);
  return rows.map((row) => row.user_id);
}

/** Pairs that are new, and marks on those that are there since an earlier assignment. */
async function insertPairs(
  transaction: Kysely<Tables>,
  organizationId: string,
  applicationId: string,
  ids: readonly string[],
): Promise<void> {
  await markUsers(transaction, organizationId, ids, applicationId);
  await sql`
    insert into app_users (organization_id, application_id, user_id, login_name, display_name, assigned, wanted)
    select organization_id, ${applicationId}::uuid, id, user_name, display_name, true, active from users
    where organization_id = ${organizationId} and id = any(${ids}::uuid[])
    on conflict do nothing`.execute(transaction);
}

/** `unknown`: no such application, or the user is not assigned to it. */
export async function unassignUser(
  context: OutboundContext,
  place: ApplicationPlace,
  userId: string,
  actor: Actor,
): Promise<UnassignOutcome> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined || !isUserId(userId)) return { kind: 'unknown' };
  const found = await context.database.db.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('assignments')
      .where('organization_id', '=', organizationId)
      .where('application_id', '=', applicationId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await markUsers(transaction, organizationId, [userId], applicationId);
    await recordAssignments(transaction, { organizationId, applicationId, actor, operation: 'delete', count: 1 });
    return true;
  });
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind: found ? 'unassigned' : 'unknown' };
}

/**
 * Makes the failed pairs due now: those of the users named, or all of them. Those that wait to be retried, too, and
 * the application, if it waits.
 */
export async function retryAppUsers(
  context: OutboundContext,
  place: ApplicationPlace,
  users?: readonly string[],
): Promise<RetryOutcome> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return { kind: 'unknown' };
  const failed = sql`error_message is not null`;
  const chosen = users === undefined ? failed : sql`${failed} and user_id = any(${users.filter(isUserId)}::uuid[])`;
  const { rows } = await sql`
    with locked as (${lockPairsOf({ organization_id: organizationId, id: applicationId }, chosen)})
    update app_users p set next_attempt_at = now(), attempts = 0
    from locked l
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
    returning p.user_id`.execute(context.database.db);
  await sql`
    update applications set paused_until = now()
    where organization_id = ${organizationId} and id = ${applicationId} and paused_until > now()
  `.execute(context.database.db);
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind: 'retried', retried: rows.length };
}

interface AssignmentRecord {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly actor: Actor;
  readonly operation: 'create' | 'delete';
  readonly count: number;
}

/** One entry for a command: everybody assigned at once is one deed of one person. */
async function recordAssignments(transaction: Kysely<Tables>, record: AssignmentRecord): Promise<void> {
  const { organizationId, applicationId, actor, operation, count } = record;
  const path = 'people';
  await recordChanges(transaction, [
    {
      organizationId,
      actor,
      resourceType: 'Assignment',
      resourceId: applicationId,
      operation,
      attributes: [operation === 'create' ? { path, after: count } : { path, before: count }],
    },
  ]);
}
