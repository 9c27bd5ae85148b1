import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../changes/change.ts';
import { attributesOf } from '../../changes/entry-attributes.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { findGroup } from '../groups/find-groups.ts';
import { readGroupsOfUsers } from '../groups/groups-of-users.ts';
import { writeGroups } from '../groups/write-groups.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import { writeUsers } from '../users/write-users.ts';
import { setMemberships } from './set-memberships.ts';

const actor: Actor = { kind: 'system', name: 'Test' };
let database: TestDatabase;
let organizationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
});
afterAll(() => database.close());

let serial = 0;
async function createUsers(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuid());
  await writeUsers(
    database,
    ids.map((id) => {
      serial += 1;
      return { kind: 'create', organizationId, id, actor, resource: { userName: `user${serial}` } };
    }),
  );
  return ids;
}

function set(userId: string, groups: readonly string[], departments: readonly string[] = []) {
  const wish = departments.map((department) => ({ department }));
  return setMemberships(database, { organizationId, actor }, [{ userId, groups, departments: wish }]);
}

async function groupsOf(userId: string) {
  return (await readGroupsOfUsers(database.db, organizationId, [userId])).get(userId) ?? [];
}

async function changesOf(id: string) {
  const rows = await database.db
    .selectFrom('changes')
    .select(['operation', 'attributes'])
    .where('resource_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ operation, attributes }) => [operation, ...attributesOf(attributes)]);
}

test('a user is put into the groups named, whatever their case; the group and the user say so once', async () => {
  const [ann = '', bob = ''] = await createUsers(2);
  expect(await set(ann, ['Sales', 'SALES'], ['Tokyo'])).toEqual(new Set([ann]));
  const [sales] = await groupsOf(ann);
  expect(await groupsOf(ann)).toEqual([{ id: sales?.id, displayName: 'SALES' }]);
  await set(bob, ['sales']);
  expect(await set(ann, ['sAles'], ['Tokyo'])).toEqual(new Set());
  await set(ann, [], ['Tokyo']);
  expect(await groupsOf(ann)).toEqual([]);
  expect(await changesOf(sales?.id ?? '')).toEqual([
    ['create', { path: 'displayName', after: 'SALES' }],
    ['update', { path: 'members', after: [ann] }],
    ['update', { path: 'members', after: [bob] }],
    ['update', { path: 'members', before: [ann] }],
  ]);
  expect(await findGroup(database.db, organizationId, sales?.id ?? '')).toMatchObject({ version: 4 });
  expect((await changesOf(ann)).slice(1)).toEqual([
    ['update', { path: 'departments', after: [{ department: 'Tokyo' }] }, { path: 'groups', after: ['SALES'] }],
    ['update', { path: 'groups', before: ['SALES'] }],
  ]);
});

test('a user who is gone is passed over', async () => {
  const [gone = '', here = ''] = await createUsers(2);
  await writeUsers(database, [{ kind: 'delete', organizationId, id: gone, actor }]);
  const list = [gone, here].map((userId) => ({ userId, groups: ['Left'], departments: [{ department: 'Left' }] }));
  expect(await setMemberships(database, { organizationId, actor }, list)).toEqual(new Set([here]));
});

test('imports, patches and deletions of users at once: nobody fails, and every version is counted', async () => {
  for (let round = 0; round < 15; round += 1) {
    const users = await createUsers(10);
    const names = [`A ${round}`, `B ${round}`];
    await setMemberships(
      database,
      { organizationId, actor },
      users.map((userId) => ({ userId, groups: names, departments: [] })),
    );
    const ids = (await groupsOf(users[0] ?? '')).map(({ id }) => id);
    const reversed = [...users].reverse();
    await Promise.all([
      ...[users, reversed].map((some) =>
        setMemberships(
          database,
          { organizationId, actor },
          some.map((userId, index) => ({ userId, groups: [names[index % 2] ?? ''], departments: [] })),
        ),
      ),
      ...ids.map((id) =>
        writeGroups(database, [
          {
            kind: 'modify',
            organizationId,
            id,
            actor,
            members: { base: 'current', add: users.slice(0, 5), remove: users.slice(5) },
            change: ({ resource }) => resource,
          },
        ]),
      ),
      writeUsers(
        database,
        reversed.slice(0, 3).map((id) => ({ kind: 'delete', organizationId, id, actor })),
      ),
    ]);
    for (const id of ids) {
      const group = await findGroup(database.db, organizationId, id);
      expect(group?.version).toBe((await changesOf(id)).length);
    }
  }
});
