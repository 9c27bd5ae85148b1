import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../changes/change.ts';
import { sqlState } from '../../storage/database.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { createCircle } from '../circles/create-circle.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import { writeUsers } from '../users/write-users.ts';
import { findGroup } from './find-groups.ts';
import type { GroupWrite, MemberEdit } from './group-write.ts';
import { writeGroups } from './write-groups.ts';

const actor: Actor = { kind: 'system', name: 'Test' };
const nobody: MemberEdit = { base: 'current', add: [], remove: [] };
let database: TestDatabase;
let organizationId: string;
let otherId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
  otherId = await addOrganization(database, 'other');
});
afterAll(() => database.close());

let serial = 0;
async function createUser(): Promise<string> {
  serial += 1;
  const id = uuid();
  await writeUsers(database, [{ kind: 'create', organizationId, id, actor, resource: { userName: `user${serial}` } }]);
  return id;
}

function create(displayName: string, members: readonly string[] = [], id = uuid()): GroupWrite {
  return { kind: 'create', organizationId, id, actor, resource: { displayName }, members };
}

function add(id: string, ...users: readonly string[]): GroupWrite {
  const members: MemberEdit = { base: 'current', add: users, remove: [] };
  return { kind: 'modify', organizationId, id, actor, members, change: ({ resource }) => resource };
}

function rename(id: string, displayName: string): GroupWrite {
  const change = (): { displayName: string } => ({ displayName });
  return { kind: 'modify', organizationId, id, actor, members: nobody, change };
}

async function membersOf(id: string): Promise<string[]> {
  const rows = await database.db.selectFrom('group_members').select('user_id').where('group_id', '=', id).execute();
  return rows.map(({ user_id }) => user_id).sort();
}

/** Resolves when a statement of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      database.db,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('one batch: the same name twice is made once, a taken name harms nobody else, versions count up', async () => {
  const [first, second, third, doomed] = [uuid(), uuid(), uuid(), uuid()];
  const [ann, bob] = [await createUser(), await createUser()];
  const made = await writeGroups(database, [
    create('Sales', [], first),
    create('SALES'),
    create('Service', [ann], second),
    create('Support', [uuid()]),
    create('Short lived', [ann], doomed),
  ]);
  expect(made.map(({ kind }) => kind)).toEqual(['written', 'taken', 'written', 'unknown-members', 'written']);
  const changed = await writeGroups(database, [
    add(first, ann),
    rename(second, 'sales'),
    add(first, bob, ann),
    { ...rename(first, 'Stolen'), organizationId: otherId },
    add(first, ann),
    { kind: 'delete', organizationId, id: doomed, actor },
    create('Short lived', [bob], third),
  ]);
  expect(changed.map(({ kind }) => kind)).toEqual([
    'written',
    'taken',
    'written',
    'unknown',
    'written',
    'deleted',
    'written',
  ]);
  expect(changed[1]).toEqual({ kind: 'taken', displayName: 'sales' });
  expect(changed[4]).toMatchObject({ changed: false });
  expect(await findGroup(database.db, organizationId, first)).toMatchObject({ displayName: 'Sales', version: 3 });
  expect(await membersOf(first)).toEqual([ann, bob]);
  expect(await membersOf(third)).toEqual([bob]);
  expect(await findGroup(database.db, organizationId, doomed)).toBeUndefined();
  expect(await findGroup(database.db, organizationId, second)).toMatchObject({ displayName: 'Service', version: 1 });
});

test('what a write throws refuses it alone', async () => {
  const id = uuid();
  const ann = await createUser();
  await writeGroups(database, [create('Refusing', [], id)]);
  const fault = new Error('no');
  const refuse = (): never => {
    throw fault;
  };
  const outcomes = await writeGroups(database, [
    { kind: 'modify', organizationId, id, actor, members: { base: 'current', add: [ann], remove: [] }, change: refuse },
    { kind: 'delete', organizationId, id, actor, check: refuse },
    add(id, ann),
  ]);
  expect(outcomes).toEqual([
    { kind: 'refused', error: fault },
    { kind: 'refused', error: fault },
    expect.objectContaining({ kind: 'written', changed: true }),
  ]);
  expect(await findGroup(database.db, organizationId, id)).toMatchObject({ version: 2 });
});

test('a user who is being deleted is waited for, and then is nobody', async () => {
  const id = uuid();
  const [ann, bob] = [await createUser(), await createUser()];
  await writeGroups(database, [create('Waiting', [], id)]);
  const outcome = await database.db.transaction().execute(async (transaction) => {
    await sql`delete from users where id = ${ann}`.execute(transaction);
    const writing = writeGroups(database, [add(id, ann, bob)]);
    await somebodyWaits();
    return { writing };
  });
  expect(await outcome.writing).toEqual([{ kind: 'unknown-members', ids: [ann] }]);
  expect(await membersOf(id)).toEqual([]);
});

test('deleting a user waits for its groups before it holds the user, as writing groups does', async () => {
  const id = uuid();
  const ann = await createUser();
  await writeGroups(database, [create('Ordered', [ann], id)]);
  const deleting = await database.db.transaction().execute(async (transaction) => {
    await sql`select from groups where id = ${id} for update`.execute(transaction);
    const waiting = writeUsers(database, [{ kind: 'delete', organizationId, id: ann, actor }]);
    await somebodyWaits();
    // a writer of the group that now turns to the user would deadlock if the user were held
    const free = await sql`select from users where id = ${ann} for key share nowait`
      .execute(transaction)
      .catch((error: unknown) => sqlState(error));
    return { waiting, free };
  });
  expect(deleting.free).toMatchObject({ rows: [{}] });
  expect(await deleting.waiting).toEqual([expect.objectContaining({ kind: 'deleted' })]);
  expect(await membersOf(id)).toEqual([]);
  expect(await findGroup(database.db, organizationId, id)).toMatchObject({ version: 2 });
});

test('a circle with a name that no index can hold is refused as a whole', async () => {
  const user = { kind: 'create', organizationId, id: uuid(), actor, resource: { userName: 'encircled' } } as const;
  const resource = { displayName: 'x'.repeat(1001) };
  const group = { kind: 'create', organizationId, id: uuid(), actor, resource, members: [user.id] } as const;
  const fault = await createCircle(database, { organizationId, users: [user], groups: [group], custom: [] });
  expect(fault).toMatchObject({ kind: 'group', id: group.id, outcome: { kind: 'refused' } });
  const names = await database.db.selectFrom('users').select('user_name').where('id', '=', user.id).execute();
  expect(names).toEqual([]);
});
