import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { findEffective, forgetPersonalValues } from '../assignments/personal-values.ts';
import { recordTaskDeed, type ChangedTask } from '../tasks/record-task-deed.ts';
import { holdPairs, insertPairs, type ChosenPeople } from './insert-pairs.ts';
import { lockPairsOf } from './lock-pairs.ts';
import { markUsers } from './mark.ts';

export type AssignOutcome = { readonly kind: 'assigned'; readonly assigned: number } | { readonly kind: 'unknown' };
export type UnassignOutcome = { readonly kind: 'unassigned' | 'by_group' | 'unknown' };
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

const chosenUsers = (users: readonly string[]): RawBuilder<unknown> =>
  sql`u.id = any(${users.filter(isUserId)}::uuid[])`;

const everybodyAfter = (organizationId: string, after: string): RawBuilder<unknown> => sql`u.active and u.id in (
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
    await holdPairs(transaction, [applicationId]);
    const users = await insertAssignments(transaction, { organizationId, applicationId, chosen });
    if (users.length > 0) {
      await markUsers(transaction, organizationId, users, applicationId);
      await insertPairs(transaction, { organizationId, applicationId, chosen: sql`u.id = any(${users}::uuid[])` });
      const record = { organizationId, applicationId, actor, operation: 'create', count: users.length } as const;
      await recordAssignments(transaction, record);
    }
    const { rows } = await sql<{ last: string | null }>`
      select max(u.id::text) as last from users u where u.organization_id = ${organizationId} and ${chosen}
    `.execute(transaction);
    return { assigned: users.length, last: rows[0]?.last ?? undefined };
  });
}

/** Returns who was not assigned personally before. */
async function insertAssignments(
  transaction: Kysely<Tables>,
  { organizationId, applicationId, chosen }: ChosenPeople,
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    insert into assignments (organization_id, application_id, user_id)
    select u.organization_id, ${applicationId}::uuid, u.id from users u
    where u.organization_id = ${organizationId} and ${chosen}
    on conflict do nothing
    returning user_id`.execute(transaction);
  return rows.map((row) => row.user_id);
}

/**
 * Takes a personal assignment away; a group may go on assigning the person. What was set for the person goes with the
 * last assignment. `by_group`: only a group assigns the person. `unknown`: no such application, or nothing assigns the
 * user to it.
 */
export async function unassignUser(
  context: OutboundContext,
  place: ApplicationPlace,
  userId: string,
  actor: Actor,
): Promise<UnassignOutcome> {
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined || !isUserId(userId)) return { kind: 'unknown' };
  const kind = await context.database.db.transaction().execute(async (transaction) => {
    const pair = { organizationId, applicationId, userId };
    const { numDeletedRows } = await transaction
      .deleteFrom('assignments')
      .where('organization_id', '=', organizationId)
      .where('application_id', '=', applicationId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    const left = await findEffective(transaction, pair);
    if (numDeletedRows === 0n) return left === undefined ? 'unknown' : 'by_group';
    if (left === undefined) await forgetPersonalValues(transaction, pair);
    await markUsers(transaction, organizationId, [userId], applicationId);
    await recordAssignments(transaction, { organizationId, applicationId, actor, operation: 'delete', count: 1 });
    return 'unassigned';
  });
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind };
}

/**
 * Makes the failed pairs due now: those of the users named, or all of them. Those that wait to be retried, too, and
 * the application, if it waits.
 */
export async function retryAppUsers(
  context: OutboundContext,
  place: ApplicationPlace & { readonly actor: Actor },
  users?: readonly string[],
): Promise<RetryOutcome> {
  const { organizationId, actor } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return { kind: 'unknown' };
  const failed = sql`error_message is not null`;
  const chosen = users === undefined ? failed : sql`${failed} and user_id = any(${users.filter(isUserId)}::uuid[])`;
  const retried = await context.database.db.transaction().execute(async (transaction) => {
    const { rows } = await sql<ChangedTask>`
      with locked as (${lockPairsOf({ organization_id: organizationId, id: applicationId }, chosen)})
      update app_users p set next_attempt_at = now(), attempts = 0
      from locked l
      where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
      returning 'people' as about, p.application_id as "applicationId", coalesce(
        (select user_name from users u where u.organization_id = p.organization_id and u.id = p.user_id), p.user_id::text
      ) as name`.execute(transaction);
    await recordTaskDeed(transaction, { organizationId, actor, deed: 'retried' }, rows);
    return rows.length;
  });
  await sql`
    update applications set paused_until = now()
    where organization_id = ${organizationId} and id = ${applicationId} and paused_until > now()
  `.execute(context.database.db);
  context.touch(organizationId, applicationId);
  context.wake();
  return { kind: 'retried', retried };
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
