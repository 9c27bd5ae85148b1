import { checkAssignedValues, type AttributeValues, type SettingsFault } from '@lockstep/provisioning';
import { sql, type Transaction } from 'kysely';
import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { holdPairs, insertPairs } from '../app-users/insert-pairs.ts';
import { markUsers } from '../app-users/mark.ts';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { profileSettingsOf } from '../mappings/application-template.ts';
import type { OutboundContext } from '../options.ts';
import { effectiveAssignment } from './effective-assignment.ts';

export type GroupOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  /** No such application, or no such group, or it is not assigned. */
  | { readonly kind: 'unknown' };

/** One group of one application, and who does it. */
export interface GroupPlace extends ApplicationPlace {
  readonly groupId: string;
  readonly actor: Actor;
}

interface Work {
  readonly transaction: Transaction<Tables>;
  readonly row: ApplicationRow;
}

/** What was done, and to whom: those people are looked at again. Undefined: there is nothing of that kind. */
type Done = { readonly users: readonly string[]; readonly change: Told } | undefined;
type Told = { readonly operation: 'create' | 'update' | 'delete'; readonly attributes: readonly AttributeChange[] };

async function inApplication(
  context: OutboundContext,
  { actor, ...place }: ApplicationPlace & { readonly actor: Actor },
  change: (work: Work) => Promise<Done>,
): Promise<GroupOutcome> {
  const { organizationId } = place;
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return { kind: 'unknown' };
  const done = await context.database.db.transaction().execute(async (transaction) => {
    const result = await change({ transaction, row });
    if (result === undefined) return false;
    await holdPairs(transaction, [row.id]);
    await lookAgain(transaction, row, result.users);
    const told = { organizationId, actor, resourceType: 'Assignment', resourceId: row.id, ...result.change } as const;
    if (told.attributes.length > 0) await recordChanges(transaction, [told]);
    return true;
  });
  context.touch(organizationId, row.id);
  context.wake();
  return { kind: done ? 'saved' : 'unknown' };
}

/** People of one pair of statements: well within the time that a statement may take, on a slow machine, too. */
const chunkSize = 5000;

async function lookAgain(
  transaction: Transaction<Tables>,
  { organization_id: organizationId, id: applicationId }: ApplicationRow,
  users: readonly string[],
): Promise<void> {
  // in the order of their ids, as every statement over many pairs has it
  const ordered = [...users].sort();
  for (let from = 0; from < ordered.length; from += chunkSize) {
    const some = ordered.slice(from, from + chunkSize);
    await markUsers(transaction, organizationId, some, applicationId);
    await insertPairs(transaction, { organizationId, applicationId, chosen: sql`u.id = any(${some}::uuid[])` });
  }
}

/** Members cannot come or go until the transaction ends: who does so meanwhile finds the assignment. */
async function lockGroup({ transaction, row }: Work, groupId: string): Promise<string | undefined> {
  const { rows } = await sql<{ display_name: string }>`
    select display_name from groups where organization_id = ${row.organization_id} and id = ${groupId} for share
  `.execute(transaction);
  return rows[0]?.display_name;
}

/**
 * Assigns a group with its values, after the groups that are assigned already; one that is assigned gets the values.
 * Only attributes of group scope have values here.
 */
export async function assignGroup(
  context: OutboundContext,
  place: GroupPlace,
  values: AttributeValues,
): Promise<GroupOutcome> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined || !isResourceId(place.groupId)) return { kind: 'unknown' };
  const faults = checkAssignedValues(profileSettingsOf(context, row).attributes, values, 'group');
  if (faults.length > 0) return { kind: 'faulty', faults };
  return inApplication(context, place, async (work) => {
    const { transaction } = work;
    const { organization_id: organizationId, id: applicationId } = work.row;
    const name = await lockGroup(work, place.groupId);
    if (name === undefined) return undefined;
    const { rows } = await sql<{ created: boolean }>`
      insert into group_assignments (organization_id, application_id, group_id, priority, attribute_values)
      select ${organizationId}, ${applicationId}, ${place.groupId}, coalesce(max(priority), 0) + 1,
        ${JSON.stringify(values)}::jsonb
      from group_assignments where organization_id = ${organizationId} and application_id = ${applicationId}
      on conflict (organization_id, application_id, group_id)
        do update set attribute_values = excluded.attribute_values
      returning xmax = 0 as created`.execute(transaction);
    const members = await transaction
      .selectFrom('group_members')
      .select('user_id')
      .where('organization_id', '=', organizationId)
      .where('group_id', '=', place.groupId)
      .execute();
    const operation = rows[0]?.created === true ? 'create' : 'update';
    return {
      users: members.map((one) => one.user_id),
      change: { operation, attributes: [{ path: `group ${name}`, after: values }] },
    };
  });
}

/** People whom another group, or a personal assignment, goes on assigning stay. */
export async function unassignGroup(context: OutboundContext, place: GroupPlace): Promise<GroupOutcome> {
  if (!isResourceId(place.groupId)) return { kind: 'unknown' };
  return inApplication(context, place, async (work) => {
    const { transaction, row } = work;
    const name = await lockGroup(work, place.groupId);
    const deleted = await transaction
      .deleteFrom('group_assignments')
      .where('organization_id', '=', row.organization_id)
      .where('application_id', '=', row.id)
      .where('group_id', '=', place.groupId)
      .executeTakeFirst();
    if (deleted.numDeletedRows === 0n) return undefined;
    const users = await transaction
      .selectFrom('app_users')
      .select('user_id')
      .where('organization_id', '=', row.organization_id)
      .where('application_id', '=', row.id)
      .where('group_id', '=', place.groupId)
      .execute();
    return {
      users: users.map((one) => one.user_id),
      change: { operation: 'delete', attributes: [{ path: `group ${name ?? place.groupId}`, before: 'assigned' }] },
    };
  });
}

/**
 * Puts the groups into this order, the first counts most; groups that are not named follow in the order that they had.
 * Exactly those people are looked at again whom another group assigns now.
 */
export async function orderGroups(
  context: OutboundContext,
  place: ApplicationPlace & { readonly actor: Actor },
  groupIds: readonly string[],
): Promise<GroupOutcome> {
  if (!groupIds.every(isResourceId)) return { kind: 'unknown' };
  return inApplication(context, place, async ({ transaction, row }) => {
    await sql`
      update group_assignments g set priority = n.place
      from (
        select group_id, row_number() over (
          order by array_position(${groupIds}::uuid[], group_id), priority, created_at, group_id
        ) as place
        from group_assignments where organization_id = ${row.organization_id} and application_id = ${row.id}
      ) n
      where g.organization_id = ${row.organization_id} and g.application_id = ${row.id} and g.group_id = n.group_id
    `.execute(transaction);
    const { rows } = await sql<{ user_id: string }>`
      select k.user_id from app_users k cross join lateral ${effectiveAssignment} e
      where k.organization_id = ${row.organization_id} and k.application_id = ${row.id}
        and k.group_id is distinct from e.group_id`.execute(transaction);
    return {
      users: rows.map((one) => one.user_id),
      change: { operation: 'update', attributes: [{ path: 'groupPriority', after: groupIds }] },
    };
  });
}
