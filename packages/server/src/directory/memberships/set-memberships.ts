import { sql, type Transaction } from 'kysely';
import type { Actor, AttributeChange, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { sqlState, type Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { lockGroupsOfUsers } from '../groups/leave-groups.ts';
import { lockGroupRows } from '../groups/group-statements.ts';
import { holdUsers } from '../groups/member-statements.ts';
import { groupNameKey } from '../groups/stored-group.ts';
import { ensureDepartments, ensureGroups, type IdsByKey } from './ensure-named.ts';
import { moveRows, type MovedRows, type Pair } from './move-rows.ts';

/** The departments and groups that a user is to be in, by name. */
export interface Memberships {
  readonly userId: string;
  readonly departments: readonly string[];
  readonly groups: readonly string[];
}

interface Owner {
  readonly organizationId: string;
  readonly actor: Actor;
}

const deadlock = '40P01';
const attempts = 5;

function namesOf(list: readonly Memberships[], pick: (one: Memberships) => readonly string[]): string[] {
  return [...new Set(list.flatMap(pick))];
}

function pairsOf(
  list: readonly Memberships[],
  ids: IdsByKey,
  keysOf: (one: Memberships) => readonly string[],
): readonly Pair[] {
  return list.flatMap((one) => {
    const wanted = new Set(keysOf(one).flatMap((key) => ids.get(key) ?? []));
    return [...wanted].map((id) => ({ userId: one.userId, id }));
  });
}

async function countUp(transaction: Transaction<Tables>, organizationId: string, ids: Iterable<string>): Promise<void> {
  await sql`
    update groups set version = version + 1, modified_at = now()
    where organization_id = ${organizationId} and id = any(${[...ids]}::uuid[])`.execute(transaction);
}

function groupEntries(owner: Owner, { added, removed }: MovedRows): ChangeEntry[] {
  const comes = Map.groupBy(added, ({ id }) => id);
  const goes = Map.groupBy(removed, ({ id }) => id);
  return [...new Set([...comes.keys(), ...goes.keys()])].map((resourceId) => {
    const [after, before] = [comes, goes].map((map) => map.get(resourceId)?.map(({ userId }) => userId));
    const change: AttributeChange = {
      path: 'members',
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
    return { ...owner, resourceType: 'Group', resourceId, operation: 'update', attributes: [change] };
  });
}

function userEntries(
  owner: Owner,
  list: readonly Memberships[],
  moved: { readonly departments: MovedRows; readonly groups: MovedRows },
): ChangeEntry[] {
  const usersOf = ({ added, removed }: MovedRows): Set<string> =>
    new Set([...added, ...removed].map(({ userId }) => userId));
  const [departments, groups] = [usersOf(moved.departments), usersOf(moved.groups)];
  return list.flatMap((one): ChangeEntry[] => {
    const attributes = [
      ...(departments.has(one.userId) ? [{ path: 'departments', after: one.departments }] : []),
      ...(groups.has(one.userId) ? [{ path: 'groups', after: one.groups }] : []),
    ];
    if (attributes.length === 0) return [];
    return [{ ...owner, resourceType: 'User', resourceId: one.userId, operation: 'update', attributes }];
  });
}

/** Makes what is missing and locks everything in the one order: groups, then users. Answers with those still there. */
async function prepare(
  transaction: Transaction<Tables>,
  { organizationId, actor }: Owner,
  list: readonly Memberships[],
) {
  const departments = await ensureDepartments(
    transaction,
    organizationId,
    namesOf(list, (one) => one.departments),
  );
  const groups = await ensureGroups(
    transaction,
    organizationId,
    namesOf(list, (one) => one.groups),
  );
  const keys = list.map(({ userId }) => ({ organizationId, id: userId }));
  await lockGroupRows(
    transaction,
    [...groups.ids.values()].map((id) => ({ organizationId, id })),
  );
  await lockGroupsOfUsers(transaction, keys);
  const held = new Set(
    await holdUsers(
      transaction,
      organizationId,
      keys.map(({ id }) => id),
    ),
  );
  const created = groups.created.map(({ id, displayName }): ChangeEntry => ({
    organizationId,
    actor,
    resourceType: 'Group',
    resourceId: id,
    operation: 'create',
    attributes: [{ path: 'displayName', after: displayName }],
  }));
  return { departments, groups: groups.ids, created, present: list.filter(({ userId }) => held.has(userId)) };
}

async function setTogether(
  transaction: Transaction<Tables>,
  owner: Owner,
  list: readonly Memberships[],
): Promise<Set<string>> {
  const { organizationId } = owner;
  const { departments, groups, created, present } = await prepare(transaction, owner, list);
  const userIds = present.map(({ userId }) => userId);
  const moved = {
    departments: await moveRows(
      transaction,
      { table: 'user_departments', column: 'department_id' },
      { organizationId, userIds, wanted: pairsOf(present, departments, (one) => one.departments) },
    ),
    groups: await moveRows(
      transaction,
      { table: 'group_members', column: 'group_id' },
      { organizationId, userIds, wanted: pairsOf(present, groups, (one) => one.groups.map(groupNameKey)) },
    ),
  };
  const ofGroups = groupEntries(owner, moved.groups);
  const ofUsers = userEntries(owner, present, moved);
  await countUp(
    transaction,
    organizationId,
    ofGroups.map(({ resourceId }) => resourceId),
  );
  await recordChanges(transaction, [...created, ...ofGroups, ...ofUsers]);
  return new Set(ofUsers.map(({ resourceId }) => resourceId));
}

/**
 * Puts each user into exactly the departments and groups named, making those that do not exist. One transaction; a
 * change for each user and each group that moved. Returns the ids of those users. Users who are gone are passed over.
 */
export async function setMemberships(
  database: Database,
  owner: Owner,
  list: readonly Memberships[],
): Promise<Set<string>> {
  const { organizationId, actor } = owner;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.db
        .transaction()
        .execute((transaction) => setTogether(transaction, { organizationId, actor }, list));
    } catch (error) {
      if (sqlState(error) !== deadlock || attempt === attempts) throw error;
    }
  }
}
