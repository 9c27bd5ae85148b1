import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@lockstep/scim';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import type { UserWrite } from './user-write.ts';
import { writeUsers } from './write-users.ts';

const actor = { kind: 'system', name: 'test' } as const;
let database: TestDatabase;
let organizationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
});
afterAll(() => database.close());

function create(userName: string, more: JsonObject = {}): UserWrite & { kind: 'create' } {
  return { kind: 'create', organizationId, id: randomUUID(), actor, resource: { userName, ...more } };
}

function modify(id: string, change: JsonObject): UserWrite {
  return { kind: 'modify', organizationId, id, actor, change: ({ resource }) => ({ ...resource, ...change }) };
}

interface State {
  readonly modified_at: Date;
  readonly shown_active: boolean | null;
}

async function stateOf(id: string): Promise<State | undefined> {
  const { rows } = await sql<State>`
    select modified_at, shown_active from user_states where organization_id = ${organizationId} and user_id = ${id}`.execute(
    database.db,
  );
  return rows[0];
}

/** Ids of users whose state is missing or another, and of states without a user. */
async function wrong(): Promise<unknown[]> {
  const { rows } = await sql`
    select users.id, state.user_id
    from users full join user_states as state
      on state.organization_id = users.organization_id and state.user_id = users.id
    where (users.id, users.modified_at, case when users.active_given then to_jsonb(users.active) end)
      is distinct from (state.user_id, state.modified_at, state.shown_active)`.execute(database.db);
  return rows;
}

test('every user has a state, which follows what is written and goes with the user', async () => {
  const [ann, bob, cid] = [create('ann', { active: true }), create('bob', { active: false }), create('cid')];
  await writeUsers(database, [ann, bob, cid]);
  expect(await stateOf(ann.id)).toMatchObject({ shown_active: true });
  expect(await stateOf(bob.id)).toMatchObject({ shown_active: false });
  const before = await stateOf(cid.id);
  expect(before?.shown_active).toBeNull();
  expect(await wrong()).toEqual([]);

  await writeUsers(database, [
    modify(ann.id, { active: false }),
    modify(bob.id, { title: 'Clerk' }),
    modify(cid.id, { active: true }),
    create('dee'),
    create('ANN'),
  ]);
  expect(await stateOf(ann.id)).toMatchObject({ shown_active: false });
  const after = await stateOf(cid.id);
  expect(after?.shown_active).toBe(true);
  expect(Number(after?.modified_at)).toBeGreaterThanOrEqual(Number(before?.modified_at));
  expect(await wrong()).toEqual([]);

  // a batch with a deletion goes another way
  await writeUsers(database, [modify(ann.id, { active: true }), { kind: 'delete', organizationId, id: bob.id, actor }]);
  expect(await stateOf(ann.id)).toMatchObject({ shown_active: true });
  expect(await stateOf(bob.id)).toBeUndefined();
  expect(await wrong()).toEqual([]);
});

test('what is undone leaves states as they were, and an organization takes its own along', async () => {
  const gone = await addOrganization(database, 'gone');
  const user = { ...create('eve', { active: true }), organizationId: gone };
  await writeUsers(database, [user]);
  await database.db
    .transaction()
    .execute(async (transaction) => {
      await sql`update users set active = false where id = ${user.id}`.execute(transaction);
      throw new RangeError('undo');
    })
    .catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
  const states = sql<State>`select shown_active from user_states where organization_id = ${gone}`;
  expect((await states.execute(database.db)).rows).toEqual([{ shown_active: true }]);
  await sql`delete from organizations where id = ${gone}`.execute(database.db);
  expect((await states.execute(database.db)).rows).toEqual([]);
  expect(await wrong()).toEqual([]);
});

test('a change of active writes into no index of the users', async () => {
  // a database of its own, whose counters know of nothing else
  const counting = await createTestDatabase();
  try {
    const place = { organizationId: await addOrganization(counting) };
    // a page keeps a fifth of its room for changes: one right after the creation always has room
    const rounds = 8;
    for (let round = 0; round < rounds; round += 1) {
      const emails = [{ value: `many${round}@acme.example` }];
      const user = create(`many${round}`, { active: true, externalId: `x${round}`, emails });
      await writeUsers(counting, [{ ...user, ...place }]);
      await writeUsers(counting, [{ ...modify(user.id, { active: false }), ...place }]);
    }
    // PostgreSQL's processes tell what they have done now and then, and at the latest when they end
    const counters = sql<{ updates: number; light: number }>`
      select n_tup_upd::integer as updates, n_tup_hot_upd::integer as light
      from pg_stat_user_tables where relname = 'users'`;
    await expect
      .poll(async () => (await counters.execute(counting.db)).rows[0])
      .toEqual({ updates: rounds, light: rounds });
  } finally {
    await counting.close();
  }
});
