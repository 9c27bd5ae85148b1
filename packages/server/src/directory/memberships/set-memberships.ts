import { sql, type Transaction } from 'kysely';
import type { AttributeChange, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { Owner } from '../departments/write-departments.ts';
import { lockGroupRows } from '../groups/group-statements.ts';
import { readGroupsOfUsers, type GroupOfUser } from '../groups/groups-of-users.ts';
import { lockGroupsOfUsers } from '../groups/leave-groups.ts';
import { holdUsers } from '../groups/member-statements.ts';
import { groupNameKey } from '../groups/stored-group.ts';
import { inTransaction } from '../in-transaction.ts';
import { holdCoded, trackDepartments, writeDepartmentsOfUsers } from './departments-of-users.ts';
import { ensureDepartments, ensureJobTitles } from './ensure-departments.ts';
import { ensureGroups, type EnsuredGroups } from './ensure-groups.ts';
import type { MembershipIds, Memberships } from './membership-wish.ts';
import { moveMembers, type MovedMembers } from './move-members.ts';

function distinct<T>(list: readonly Memberships[], pick: (one: Memberships) => readonly T[]): T[] {
  return [...new Set(list.flatMap(pick))];
}

async function countUp(transaction: Transaction<Tables>, organizationId: string, ids: Iterable<string>): Promise<void> {
  await sql`
    update groups set version = version + 1, modified_at = now()
    where organization_id = ${organizationId} and id = any(${[...ids]}::uuid[])`.execute(transaction);
}

function groupEntries(owner: Owner, { added, removed }: MovedMembers): ChangeEntry[] {
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

function groupChange(before: readonly GroupOfUser[] = [], after: readonly GroupOfUser[] = []): AttributeChange[] {
  const [was, is] = [before, after].map((groups) => groups.map(({ displayName }) => displayName));
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  return [
    {
      path: 'groups',
      ...(was === undefined || was.length === 0 ? {} : { before: was }),
      ...(is === undefined || is.length === 0 ? {} : { after: is }),
    },
  ];
}

/** Puts the users, whose groups are locked, into their groups; a change for each group and each user that moved. */
async function moveGroups(
  transaction: Transaction<Tables>,
  owner: Owner,
  list: readonly MembershipIds[],
): Promise<{ readonly ofGroups: ChangeEntry[]; readonly ofUsers: ChangeEntry[] }> {
  const { organizationId } = owner;
  const userIds = list.map(({ userId }) => userId);
  const wanted = list.flatMap(({ userId, groups = [] }) => [...new Set(groups)].map((id) => ({ userId, id })));
  const before = await readGroupsOfUsers(transaction, organizationId, userIds);
  const moved = await moveMembers(transaction, { organizationId, userIds, wanted });
  const after = await readGroupsOfUsers(transaction, organizationId, userIds);
  const ofGroups = groupEntries(owner, moved);
  await countUp(
    transaction,
    organizationId,
    ofGroups.map(({ resourceId }) => resourceId),
  );
  const ofUsers = userIds.flatMap((resourceId): ChangeEntry[] => {
    const attributes = groupChange(before.get(resourceId), after.get(resourceId));
    if (attributes.length === 0) return [];
    return [{ ...owner, resourceType: 'User', resourceId, operation: 'update', attributes }];
  });
  return { ofGroups, ofUsers };
}

async function moveDepartments(
  transaction: Transaction<Tables>,
  owner: Owner,
  list: readonly MembershipIds[],
): Promise<ChangeEntry[]> {
  const userIds = list.map(({ userId }) => userId);
  const wanted = list.flatMap(({ userId, departments = [] }) =>
    [...new Map(departments.toReversed().map((one) => [one.id, one])).values()]
      .toReversed()
      .map(({ id, jobTitleId }) => ({ userId, id, jobTitleId })),
  );
  return trackDepartments(transaction, owner, userIds, () =>
    writeDepartmentsOfUsers(transaction, owner.organizationId, userIds, wanted),
  );
}

/** Locks everything in the one order: groups, then users. Answers with the wishes for what is still there. */
async function holdThose(
  transaction: Transaction<Tables>,
  { organizationId }: Owner,
  list: readonly MembershipIds[],
): Promise<readonly MembershipIds[]> {
  const keys = list.map(({ userId }) => ({ organizationId, id: userId }));
  const wanted = new Set(list.flatMap(({ groups = [] }) => groups));
  const locked = await lockGroupRows(
    transaction,
    [...wanted].map((id) => ({ organizationId, id })),
  );
  await lockGroupsOfUsers(transaction, keys);
  const userIds = keys.map(({ id }) => id);
  const users = new Set(await holdUsers(transaction, organizationId, userIds));
  const groups = new Set(locked.map(({ id }) => id));
  const departments = await holdCoded(
    transaction,
    'departments',
    organizationId,
    list.flatMap((one) => (one.departments ?? []).map(({ id }) => id)),
  );
  const titles = await holdCoded(
    transaction,
    'job_titles',
    organizationId,
    list.flatMap((one) => (one.departments ?? []).flatMap(({ jobTitleId }) => jobTitleId ?? [])),
  );
  return list
    .filter(({ userId }) => users.has(userId))
    .map((one) => ({
      ...one,
      ...(one.groups === undefined ? {} : { groups: one.groups.filter((id) => groups.has(id)) }),
      ...(one.departments === undefined
        ? {}
        : {
            departments: one.departments
              .filter(({ id }) => departments.has(id))
              .map(({ id, jobTitleId }) => ({
                id,
                jobTitleId: typeof jobTitleId === 'string' && !titles.has(jobTitleId) ? null : jobTitleId,
              })),
          }),
    }));
}

/** A user is told of once, whatever moved. */
function merge(entries: readonly ChangeEntry[]): ChangeEntry[] {
  const byUser = Map.groupBy(entries, ({ resourceId }) => resourceId);
  return [...byUser.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [{ ...first, attributes: [...first.attributes, ...rest.flatMap(({ attributes }) => attributes)] }],
  );
}

/** Returns the ids of the users who moved. Users who are gone are passed over, and so are groups. */
async function moveTogether(
  transaction: Transaction<Tables>,
  owner: Owner,
  list: readonly MembershipIds[],
): Promise<Set<string>> {
  const present = await holdThose(transaction, owner, list);
  const departments = await moveDepartments(
    transaction,
    owner,
    present.filter((one) => one.departments !== undefined),
  );
  const groups = await moveGroups(
    transaction,
    owner,
    present.filter((one) => one.groups !== undefined),
  );
  const ofUsers = merge([...departments, ...groups.ofUsers]);
  await recordChanges(transaction, [...groups.ofGroups, ...ofUsers]);
  return new Set(ofUsers.map(({ resourceId }) => resourceId));
}

function creations(owner: Owner, { created }: EnsuredGroups): ChangeEntry[] {
  return created.map(({ id, displayName }) => ({
    ...owner,
    resourceType: 'Group',
    resourceId: id,
    operation: 'create',
    attributes: [{ path: 'displayName', after: displayName }],
  }));
}

/** The ids behind the words; what is missing is made. */
async function resolveWords(
  transaction: Transaction<Tables>,
  owner: Owner,
  list: readonly Memberships[],
): Promise<MembershipIds[]> {
  const words = distinct(list, ({ departments = [] }) => departments.map(({ department }) => department));
  const titles = distinct(list, ({ departments = [] }) => departments.flatMap(({ jobTitle }) => jobTitle ?? []));
  const departmentIds = await ensureDepartments(transaction, owner, words);
  const titleIds = await ensureJobTitles(transaction, owner, titles);
  const groups = await ensureGroups(
    transaction,
    owner.organizationId,
    distinct(list, (one) => one.groups ?? []),
  );
  await recordChanges(transaction, creations(owner, groups));
  return list.map((one) => ({
    userId: one.userId,
    ...(one.departments === undefined
      ? {}
      : {
          departments: one.departments.flatMap(({ department, jobTitle }) => {
            const id = departmentIds.get(department);
            if (id === undefined) return [];
            return [{ id, jobTitleId: typeof jobTitle === 'string' ? titleIds.get(jobTitle) : jobTitle }];
          }),
        }),
    ...(one.groups === undefined
      ? {}
      : { groups: one.groups.flatMap((name) => groups.ids.get(groupNameKey(name)) ?? []) }),
  }));
}

/**
 * Puts each user into exactly the departments and groups named, making those that do not exist. One transaction; a
 * change for each user and each group that moved. Returns the ids of those users. Users who are gone are passed over.
 */
export async function setMemberships(
  database: Database,
  { organizationId, actor }: Owner,
  list: readonly Memberships[],
): Promise<Set<string>> {
  const owner = { organizationId, actor };
  return inTransaction(database, async (transaction) =>
    moveTogether(transaction, owner, await resolveWords(transaction, owner, list)),
  );
}

/** The same for a list that names everything by its id; all of them must exist. */
export async function setMembershipIds(
  database: Database,
  { organizationId, actor }: Owner,
  list: readonly MembershipIds[],
): Promise<Set<string>> {
  const owner = { organizationId, actor };
  return inTransaction(database, (transaction) => moveTogether(transaction, owner, list));
}
