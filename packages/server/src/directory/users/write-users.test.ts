import { compileFilter, lenientDialect, type JsonObject } from '@lockstep/scim';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import { conditionOf } from '../search/source.ts';
import { findUser } from './find-users.ts';
import { userResourceType } from './user-type.ts';
import type { UserWrite } from './user-write.ts';
import { usersTable } from './users-table.ts';
import { writeUsers } from './write-users.ts';

const actor: Actor = { kind: 'system', name: 'test' };
let database: TestDatabase;
let organizationId: string;
let otherId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
  otherId = await addOrganization(database, 'other');
});
afterAll(() => database.close());

function create(userName: string, id = uuid()): UserWrite {
  return { kind: 'create', organizationId, id, actor, resource: { userName } };
}

function modify(id: string, resource: Record<string, string>): UserWrite {
  return { kind: 'modify', organizationId, id, actor, change: (current) => ({ ...current.resource, ...resource }) };
}

/** From the table itself: the feed keeps back what is younger than any transaction of any database of the cluster. */
async function changesOf(id: string): Promise<string[]> {
  const rows = await database.db
    .selectFrom('changes')
    .select('operation')
    .where('resource_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ operation }) => operation);
}

test('one batch: the same name twice is created once, and its neighbours are not harmed', async () => {
  const outcomes = await writeUsers(database, [create('ann'), create('ANN'), create('bob')]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['taken', 'written', 'written']);
});

test('a rename to a taken name is refused alone; the others of its batch are written', async () => {
  const [carl, dora] = [uuid(), uuid()];
  await writeUsers(database, [create('carl', carl), create('dora', dora)]);
  const outcomes = await writeUsers(database, [
    modify(dora, { userName: 'CARL' }),
    modify(carl, { displayName: 'Carl' }),
    create('emil'),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['taken', 'written', 'written']);
  expect(outcomes[0]).toEqual({ kind: 'taken', userName: 'CARL' });
  expect((await findUser(database.db, organizationId, dora))?.userName).toBe('dora');
  expect(await changesOf(dora)).toEqual(['create']);
  expect(await changesOf(carl)).toEqual(['create', 'update']);
});

test('two changes of one user in one batch are both applied, in order', async () => {
  const id = uuid();
  await writeUsers(database, [create('finn', id)]);
  await writeUsers(database, [modify(id, { displayName: 'F' }), modify(id, { nickName: 'fin' })]);
  const user = await findUser(database.db, organizationId, id);
  expect(user).toMatchObject({ version: 3, displayName: 'F', resource: { displayName: 'F', nickName: 'fin' } });
});

/** Which of these filters find the user. */
async function foundBy(id: string, filters: readonly string[]): Promise<string[]> {
  const table = usersTable({ organizationId, baseUrl: 'https://lockstep.example', groups: true });
  const found: string[] = [];
  for (const text of filters) {
    const { filter } = compileFilter(text, userResourceType, { dialect: lenientDialect });
    const { rows } = await sql`
      select from ${table.from} where ${conditionOf({ table, filter })} and ${table.id} = ${id}`.execute(database.db);
    if (rows.length > 0) found.push(text);
  }
  return found;
}

test('what queries find follows the change of active alone, and of active with something else', async () => {
  const id = uuid();
  const resource = { userName: 'Fay', title: 'Clerk', emails: [{ value: 'Fay@Acme.example' }] };
  const filters = ['active eq true', 'active eq false', 'active pr', 'title pr', 'emails eq "fay@acme.example"'];
  const [isActive, isInactive, hasActive, hasTitle, hasMail] = filters;
  const change = (made: (user: JsonObject) => JsonObject): Promise<unknown> =>
    writeUsers(database, [{ kind: 'modify', organizationId, id, actor, change: (user) => made(user.resource) }]);
  await writeUsers(database, [{ ...create('Fay', id), resource } as UserWrite]);
  expect(await foundBy(id, filters)).toEqual([hasTitle, hasMail]);
  // as many attributes as before
  await change(({ title: _gone, ...rest }) => ({ ...rest, active: true }));
  expect(await foundBy(id, filters)).toEqual([isActive, hasActive, hasMail]);
  await change((user) => ({ ...user, active: false }));
  expect(await foundBy(id, filters)).toEqual([isInactive, hasActive, hasMail]);
  await change((user) => ({ ...user, active: true, title: 'Chief' }));
  expect(await foundBy(id, filters)).toEqual([isActive, hasActive, hasTitle, hasMail]);
  await change(({ active: _gone, ...rest }) => rest);
  expect(await foundBy(id, filters)).toEqual([hasTitle, hasMail]);
});

test('an externalId that is removed finds the user no more', async () => {
  const id = uuid();
  await writeUsers(database, [{ ...create('ext', id), resource: { userName: 'ext', externalId: 'e1' } } as UserWrite]);
  const change = ({ resource: { externalId: _gone, ...rest } }: { readonly resource: JsonObject }): JsonObject => rest;
  const [outcome] = await writeUsers(database, [{ kind: 'modify', organizationId, id, actor, change }]);
  expect(outcome).not.toHaveProperty('user.externalId');
  expect((await findUser(database.db, organizationId, id))?.externalId).toBeUndefined();
});

test('a change that changes nothing writes nothing', async () => {
  const id = uuid();
  await writeUsers(database, [create('gus', id)]);
  const [outcome] = await writeUsers(database, [
    { kind: 'modify', organizationId, id, actor, change: (current) => current.resource },
  ]);
  expect(outcome).toMatchObject({ kind: 'written', changed: false });
  expect((await findUser(database.db, organizationId, id))?.version).toBe(1);
  expect(await changesOf(id)).toEqual(['create']);
});

test('what a change throws is its own outcome', async () => {
  const id = uuid();
  await writeUsers(database, [create('hal', id)]);
  const error = new Error('no');
  const refuse = (): never => {
    throw error;
  };
  const outcomes = await writeUsers(database, [
    { kind: 'modify', organizationId, id, actor, change: refuse },
    modify(uuid(), { displayName: 'nobody' }),
    create('ida'),
  ]);
  expect(outcomes).toEqual([
    { kind: 'refused', error },
    { kind: 'unknown' },
    expect.objectContaining({ kind: 'written' }),
  ]);
});

test('another organization cannot change or delete a user, and may have the same name', async () => {
  const id = uuid();
  await writeUsers(database, [create('jon', id)]);
  const outcomes = await writeUsers(database, [
    { ...modify(id, { displayName: 'stolen' }), organizationId: otherId },
    { kind: 'delete', organizationId: otherId, id, actor },
    { ...create('jon'), organizationId: otherId },
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'written']);
  expect(await findUser(database.db, otherId, id)).toBeUndefined();
  expect((await findUser(database.db, organizationId, id))?.displayName).toBe('jon');
});

test('changes of one user from many batches at the same time are all applied, each upon the one before', async () => {
  const id = uuid();
  await writeUsers(database, [create('kit', id)]);
  const add = (value: string): UserWrite => {
    const change = ({ resource }: { readonly resource: JsonObject }): JsonObject => {
      const emails = (resource['emails'] ?? []) as JsonObject[];
      return { ...resource, emails: [...emails, { value }] };
    };
    return { kind: 'modify', organizationId, id, actor, change };
  };
  const values = Array.from({ length: 12 }, (_, index) => `${index}@acme.example`);
  const outcomes = await Promise.all(values.map((value) => writeUsers(database, [add(value)])));
  expect(outcomes.flat().every((outcome) => outcome.kind === 'written' && outcome.changed)).toBe(true);
  const user = await findUser(database.db, organizationId, id);
  expect(user?.version).toBe(values.length + 1);
  expect(user?.resource['emails']).toHaveLength(values.length);
  expect(user?.resource['emails']).toEqual(expect.arrayContaining(values.map((value) => ({ value }))));
  expect(await changesOf(id)).toHaveLength(values.length + 1);
});

test('a deleted name is free at once', async () => {
  const id = uuid();
  await writeUsers(database, [create('kim', id)]);
  await writeUsers(database, [{ kind: 'delete', organizationId, id, actor }, create('kim')]);
  expect(await findUser(database.db, organizationId, id)).toBeUndefined();
  expect(await changesOf(id)).toEqual(['create', 'delete']);
});

test('many rounds of concurrent batches over the same names: one winner each, no deadlock', async () => {
  for (let round = 0; round < 10; round += 1) {
    const names = Array.from({ length: 20 }, (_, index) => `round${round}-${index}`);
    const batches = await Promise.all(
      Array.from({ length: 6 }, (_, batch) =>
        writeUsers(
          database,
          (batch % 2 === 0 ? names : [...names].reverse()).map((name) => create(name)),
        ),
      ),
    );
    const kinds = batches.flat().map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'written')).toHaveLength(20);
    expect(kinds.filter((kind) => kind === 'taken')).toHaveLength(100);
  }
});
