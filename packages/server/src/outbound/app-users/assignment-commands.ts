import { sql, type Kysely, type RawBuilder } from 'kysely';
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
 * Assigns people to an application, a named few in one transaction and everybody in chunks; those already assigned are left alone, ids that name
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
  const assigned =
    'users' in assignees
      ? (await assignChunk(context, { organizationId, applicationId, actor }, chosenUsers(assignees.users))).assigned
      : await assignEverybody(context, { organizationId, applicationId, actor });
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind: 'assigned', assigned };
}

interface Assigning {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly actor: Actor;
}

/** People of one transaction: well within the time that a statement may take, on a slow machine, too. */
const chunkSize = 5000;
const firstId = '00000000-0000-0000-0000-000000000000';

/** Chunk by chunk in the order of ids: work begins with the first of them, and progress is told. */
async function assignEverybody(context: OutboundContext, assigning: Assigning): Promise<number> {
  let assigned = 0;
  for (let after: string | undefined = firstId; after !== undefined;) {
    const chunk = await assignChunk(context, assigning, everybodyAfter(assigning.organizationId, after));
    assigned += chunk.assigned;
    after = chunk.last;
    context.touch(assigning.organizationId, assigning.applicationId);
    context.wake();
  }
  return assigned;
}

const chosenUsers = (users: readonly string[]): RawBuilder<unknown> => sql`id = any(${users.filter(isUserId)}::uuid[])`;

const everybodyAfter = (organizationId: string, after: string): RawBuilder<unknown> => sql`active and id in (
  select id from users where organization_id = ${organizationId} and id > ${after}::uuid and active
  order by id limit ${chunkSize}
)`;

/** `last` is the greatest id that was looked at; absent where there was none. */
async function assignChunk(
  context: OutboundContext,
  { organizationId, applicationId, actor }: Assigning,
  chosen: RawBuilder<unknown>,
): Promise<{ readonly assigned: number; readonly last: string | undefined }> {
  return context.database.db.transaction().execute(async (transaction) => {
    const count = await insertAssignments(transaction, organizationId, applicationId, chosen);
    if (count > 0) {
      await recordAssignments(transaction, { organizationId, applicationId, actor, operation: 'create', count });
    }
    const { rows } = await sql<{ last: string | null }>`
      select max(id::text) as last from users where organization_id = ${organizationId} and ${chosen}
    `.execute(transaction);
    return { assigned: count, last: rows[0]?.last ?? undefined };
  });
}

/**
 * The assignments with their pairs: new ones, or marks on those that are there since an earlier assignment. Rows in
 * the one order of all statements over many pairs. Returns how many people were assigned.
 */
async function insertAssignments(
  transaction: Kysely<Tables>,
  organizationId: string,
  applicationId: string,
  chosen: RawBuilder<unknown>,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with assigned as (
      insert into assignments (organization_id, application_id, user_id)
      select organization_id, ${applicationId}::uuid, id from users
      where organization_id = ${organizationId} and ${chosen}
      on conflict do nothing
      returning organization_id, application_id, user_id
    )
    insert into app_users as p
      (organization_id, application_id, user_id, login_name, display_name, assigned, wanted)
    select s.organization_id, s.application_id, s.user_id, u.user_name, u.display_name, true, u.active
    from assigned s join users u on u.organization_id = s.organization_id and u.id = s.user_id
    order by s.user_id
    on conflict (organization_id, application_id, user_id) do update
    set desired_generation = p.desired_generation + 1, next_attempt_at = now(), attempts = 0, held_by = null,
      error_class = null, error_message = null, error_status = null, error_at = null,
      login_name = excluded.login_name, display_name = excluded.display_name,
      assigned = true, wanted = excluded.wanted`.execute(transaction);
  return Number(numAffectedRows);
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
