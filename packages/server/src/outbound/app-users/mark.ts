import { sql, type Transaction } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import { plainArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findRegrouped, type Regrouped } from '../mappings/regrouped-users.ts';

const pairs = `organization_id = $1 and user_id = any($2::uuid[]) and ($3::uuid is null or application_id = $3::uuid)`;

const lock = prepare<never>(
  'lock pairs',
  `select from app_users where ${pairs}
   order by organization_id, application_id, user_id
   for update`,
);

const mark = prepare<{ application_id: string }>(
  'mark pairs',
  `with facts as (
     select m.organization_id, m.application_id, m.user_id, u.user_name, u.display_name,
       s.user_id is not null as assigned, coalesce(u.active, false) as active
     from (select organization_id, application_id, user_id from app_users where ${pairs}) m
     left join users u on u.organization_id = m.organization_id and u.id = m.user_id
     left join assignments s on s.organization_id = m.organization_id and s.application_id = m.application_id
       and s.user_id = m.user_id
   ), moved as (
     update app_users p
     set desired_generation = p.desired_generation + 1, next_attempt_at = now(), attempts = 0, held_by = null,
       error_class = null, error_message = null, error_status = null, error_at = null,
       login_name = coalesce(f.user_name, p.login_name), display_name = coalesce(f.display_name, p.display_name),
       assigned = f.assigned, wanted = f.assigned and f.active
     from facts f
     where p.organization_id = f.organization_id and p.application_id = f.application_id and p.user_id = f.user_id
     returning p.application_id
   )
   select distinct application_id from moved`,
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
  const rows = await mark(transaction, values);
  return rows.map((row) => row.application_id);
}

/** Marks what a batch of the change feed concerns. Returns the applications by organization. */
export async function markChanges(
  transaction: Transaction<Tables>,
  changes: readonly ChangedResource[],
): Promise<Map<string, string[]>> {
  const touched = new Map<string, string[]>();
  for (const [organizationId, entries] of Map.groupBy(changes, (change) => change.organizationId)) {
    const users = [...new Set(entries.filter((one) => one.resourceType === 'User').map((one) => one.resourceId))];
    const regrouped = await findRegrouped(transaction, organizationId, entries);
    // all rows in one order before any is written, since what follows takes two statements
    if (regrouped.users.length > 0) await lockConcerned(transaction, organizationId, users, regrouped);
    const ids = users.length === 0 ? [] : await markUsers(transaction, organizationId, users);
    for (const id of regrouped.applications) {
      ids.push(...(await markUsers(transaction, organizationId, regrouped.users, id)));
    }
    touched.set(organizationId, [...new Set(ids)]);
  }
  return touched;
}

async function lockConcerned(
  transaction: Transaction<Tables>,
  organizationId: string,
  users: readonly string[],
  regrouped: Regrouped,
): Promise<void> {
  await sql`
    select 1 from app_users
    where organization_id = ${organizationId} and (user_id = any(${users}::uuid[])
      or (application_id = any(${regrouped.applications}::uuid[]) and user_id = any(${regrouped.users}::uuid[])))
    order by organization_id, application_id, user_id
    for update`.execute(transaction);
}
