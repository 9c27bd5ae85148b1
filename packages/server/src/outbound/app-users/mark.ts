import { CompiledQuery, sql, type Transaction } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import { plainArray } from '../../storage/array-values.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { effectiveAssignmentText } from '../assignments/effective-assignment.ts';
import { findGroupMoves, type GroupMove } from '../assignments/group-moves.ts';
import { findLed } from '../mappings/led-users.ts';
import { findRegrouped } from '../mappings/regrouped-users.ts';
import { findRenamedApplications } from '../mappings/renamed-applications.ts';
import { findRenamed } from '../mappings/renamed-organization.ts';
import { holdPairs, insertPairs } from './insert-pairs.ts';

/** A statement that is planned each time: how it is done best depends on how many users are marked. */
function planned<Row>(text: string) {
  return async (db: Transaction<Tables>, values: readonly unknown[]): Promise<readonly Row[]> =>
    (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

const pairs = `organization_id = $1 and user_id = any($2::uuid[]) and ($3::uuid is null or application_id = $3::uuid)`;

const lock = planned<never>(
  `select from app_users where ${pairs}
   order by organization_id, application_id, user_id
   for update`,
);

/** `missed`: how many pairs it did not write, since another transaction had just moved them; they are locked now. */
const mark = planned<{ application_ids: readonly string[]; missed: number }>(
  `with facts as (
     select k.place, k.organization_id, k.application_id, u.user_name, u.display_name, e.group_id,
       e.user_id is not null as assigned, e.user_id is not null and coalesce(u.active, false) as wanted,
       case
         when u.id is null then 'delete'
         when e.user_id is null then 'unassign'
         when u.active then null
         when u.inactive_as = 'suspended' then 'suspend'
         else 'deactivate'
       end as ended_by
     from (
       select ctid as place, organization_id, application_id, user_id from app_users where ${pairs}
       order by organization_id, application_id, user_id
       -- a pair that came after the lock may be moved by others: held, the next statement finds it in its place
       for update
     ) k
     left join users u on u.organization_id = k.organization_id and u.id = k.user_id
     left join lateral ${effectiveAssignmentText} e on true
   ), endings as (
     select f.*, a.delete_after_days,
       case f.ended_by
         when 'delete' then a.on_delete
         when 'unassign' then a.on_unassign
         when 'suspend' then a.on_suspend
         when 'deactivate' then a.on_deactivate
       end as ending
     from facts f join applications a on a.organization_id = f.organization_id and a.id = f.application_id
   ), moved as (
     update app_users p
     set desired_generation = p.desired_generation + 1, next_attempt_at = now(), attempts = 0, held_by = null,
       error_class = null, error_message = null, error_status = null, error_at = null,
       login_name = coalesce(f.user_name, p.login_name), display_name = coalesce(f.display_name, p.display_name),
       assigned = f.assigned, wanted = f.wanted, group_id = f.group_id, ended_by = f.ended_by,
       ending = case when f.ended_by = p.ended_by then p.ending else f.ending end,
       delete_at = case
         when f.ended_by = p.ended_by then p.delete_at
         when f.ending = 'delete-later'
         then least(p.delete_at, now() + f.delete_after_days * interval '1 day')
       end
     from endings f
     -- by its place: a plan for few rows would look for each of many by reading all
     where p.ctid = f.place
     returning p.application_id
   )
   select array(select distinct application_id from moved) as application_ids,
     (select count(*) from facts)::int - (select count(*) from moved)::int as missed`,
);

/**
 * Marks every pair of the users: what is desired may have moved, so each is to be looked at again now. The one place
 * that also brings `assigned`, `wanted` and the names up to date. Rows are locked in one order, so that two markings
 * never wait for each other in a circle; and in a statement of their own, since only the next statement sees what the
 * holder of a lock has committed, an assignment taken away for one. Returns the applications that have such pairs.
 */
export async function markUsers(
  transaction: Transaction<Tables>,
  organizationId: string,
  userIds: readonly string[],
  applicationId?: string,
): Promise<string[]> {
  const values = [organizationId, plainArray(userIds), applicationId ?? null];
  await lock(transaction, values);
  for (;;) {
    const [row] = await mark(transaction, values);
    // again, all of them: to be marked twice is as good as once
    if (row === undefined || row.missed === 0) return [...(row?.application_ids ?? [])];
  }
}

/** Marks what a batch of the change feed concerns. Returns the applications by organization. */
export async function markChanges(
  transaction: Transaction<Tables>,
  changes: readonly ChangedResource[],
): Promise<Map<string, string[]>> {
  const touched = new Map<string, string[]>();
  for (const [organizationId, entries] of Map.groupBy(changes, (change) => change.organizationId)) {
    const users = [...new Set(entries.filter((one) => one.resourceType === 'User').map((one) => one.resourceId))];
    const others = [
      await findRegrouped(transaction, organizationId, entries),
      await findRenamed(transaction, organizationId, entries),
      await findRenamedApplications(transaction, organizationId, entries),
      await findLed(transaction, organizationId, entries),
    ];
    const moves = await findGroupMoves(transaction, organizationId, entries);
    const concerned = [
      ...others.flatMap(({ applications, users: some }) =>
        applications.map((applicationId) => ({ applicationId, users: some })),
      ),
      ...moves,
    ];
    const ids = await markConcerned(transaction, organizationId, users, concerned);
    for (const { applicationId, users: moved } of moves) {
      await insertPairs(transaction, { organizationId, applicationId, chosen: sql`u.id = any(${moved}::uuid[])` });
      ids.push(applicationId);
    }
    touched.set(organizationId, [...new Set(ids)]);
  }
  return touched;
}

/** Those users everywhere, and those of some applications: all rows in one order before any is written. */
async function markConcerned(
  transaction: Transaction<Tables>,
  organizationId: string,
  users: readonly string[],
  concerned: readonly GroupMove[],
): Promise<string[]> {
  await holdPairs(
    transaction,
    concerned.map(({ applicationId }) => applicationId),
  );
  if (concerned.some((one) => one.users.length > 0)) await lockConcerned(transaction, organizationId, users, concerned);
  const ids = users.length === 0 ? [] : await markUsers(transaction, organizationId, users);
  for (const { applicationId, users: some } of concerned) {
    if (some.length > 0) ids.push(...(await markUsers(transaction, organizationId, some, applicationId)));
  }
  return ids;
}

async function lockConcerned(
  transaction: Transaction<Tables>,
  organizationId: string,
  users: readonly string[],
  concerned: readonly GroupMove[],
): Promise<void> {
  const some = concerned.map(
    (one) => sql`(application_id = ${one.applicationId}::uuid and user_id = any(${one.users}::uuid[]))`,
  );
  await sql`
    select 1 from app_users
    where organization_id = ${organizationId}
      and (${sql.join([sql`user_id = any(${users}::uuid[])`, ...some], sql` or `)})
    order by organization_id, application_id, user_id
    for update`.execute(transaction);
}
