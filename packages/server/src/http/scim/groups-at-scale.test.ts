import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { attributesOf } from '../../changes/entry-attributes.ts';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import { groupSchema, patchOp, userSchema } from './groups.testing.ts';

const minimal = { prefer: 'return=minimal' };

let running: TestServer;
let scim: ScimCall;
let organizationId: string;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, 'acme'));
  const row = await running.database.db.selectFrom('organizations').select('id').executeTakeFirstOrThrow();
  organizationId = row.id;
});
afterAll(() => running.close());

/** Users made by the database itself, in the order of their ids. */
async function makeUsers(prefix: string, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    select ${organizationId}, gen_random_uuid(), name, name, 'User ' || name, true, jsonb_build_object('userName', name)
    from generate_series(1, ${count}) as number, lateral (select ${prefix}::text || number as name) as named
    returning id`.execute(running.database.db);
  return rows.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
}

async function makeGroup(displayName: string, members: readonly string[] = []): Promise<string> {
  const { status, body } = await scim('/Groups', { method: 'POST', body: { schemas: [groupSchema], displayName } });
  expect(status).toBe(201);
  await sql`
    insert into group_members (organization_id, group_id, user_id)
    select ${organizationId}, ${body.id}, unnest(${members}::uuid[])`.execute(running.database.db);
  return body.id;
}

const add = (ids: readonly string[]): object => ({
  op: 'add',
  path: 'members',
  value: ids.map((value) => ({ value })),
});
const remove = (id: string): object => ({ op: 'remove', path: `members[value eq "${id}"]` });

function patch(id: string, operations: readonly object[], headers: Record<string, string> = minimal) {
  return scim(`/Groups/${id}`, { method: 'PATCH', headers, body: { schemas: [patchOp], Operations: operations } });
}

async function memberRows(groupId: string): Promise<string[]> {
  const rows = await running.database.db
    .selectFrom('group_members')
    .select('user_id')
    .where('group_id', '=', groupId)
    .orderBy('user_id')
    .execute();
  return rows.map(({ user_id }) => user_id);
}

interface Statement {
  readonly text: string;
  readonly rows: number;
}

/** The statements that this process sends about group members while `work` runs, and how many rows each brought. */
async function memberStatements(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const seen: Statement[] = [];
  type Done = (error: Error | undefined, result: pg.QueryResult | undefined) => void;
  // oxlint-disable-next-line typescript/unbound-method -- called with the client it belongs to
  const send: (...args: unknown[]) => unknown = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function listen(
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [query, done] = args as [pg.QueryConfig, Done];
    // as the server's own statements are sent; others go by
    if (typeof query !== 'object' || typeof done !== 'function') return send.apply(this, args);
    return send.call(this, query, (error: Error | undefined, result: pg.QueryResult | undefined) => {
      // users who are looked up by id bring their groups along, which is no statement more
      const isLookup = query.name === 'users by id';
      const rows = result?.rows.length ?? 0;
      if (query.text.includes('group_members') && !isLookup) seen.push({ text: query.text, rows });
      done(error, result);
    });
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return seen;
}

test('a group of 50,000 is read whole, patched in part, and never loaded to be patched', async () => {
  const users = await makeUsers('large', 50_000);
  const outsiders = await makeUsers('outside', 500);
  const id = await makeGroup('Large', users);

  const whole = await scim(`/Groups/${id}`);
  expect(whole.body.members.map(({ value }: { value: string }) => value).sort()).toEqual(users);

  const operations = [...users.slice(0, 500).map(remove), ...outsiders.map((one) => add([one]))];
  expect(operations).toHaveLength(1000);
  const sent = await memberStatements(async () => {
    expect((await patch(id, operations)).status).toBe(204);
  });
  // one statement for who goes and one for who comes, and nothing but those comes back
  expect(sent.map(({ text, rows }) => [text.trim().split(/\s+/, 3).join(' '), rows])).toEqual([
    ['delete from group_members', 500],
    ['insert into group_members', 500],
  ]);
  expect(await memberRows(id)).toEqual([...users.slice(500), ...outsiders].sort((a, b) => (a < b ? -1 : 1)));
  const changes = await running.database.db
    .selectFrom('changes')
    .select('attributes')
    .where('resource_id', '=', id)
    .where('operation', '=', 'update')
    .execute();
  expect(changes).toHaveLength(1);
  const [{ before, after } = {}] = attributesOf(changes[0]?.attributes ?? []);
  expect([before, after].map((ids) => new Set(ids as string[]))).toEqual([
    new Set(users.slice(0, 500)),
    new Set(outsiders),
  ]);

  const unseen = await memberStatements(async () => {
    const found = await scim('/Groups?excludedAttributes=members&filter=displayName eq "large"');
    expect(found.body.Resources).toEqual([expect.objectContaining({ id })]);
    expect(found.body.Resources[0]).not.toHaveProperty('members');
    expect((await scim(`/Groups/${id}?attributes=displayName`)).body).not.toHaveProperty('members');
    expect((await scim(`/Groups/${id}`, { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(304);
    expect((await patch(id, [{ op: 'replace', path: 'externalId', value: 'x' }])).status).toBe(204);
  });
  expect(unseen).toEqual([]);
});

test('a page ends before its groups have too many members in all, and the next one goes on', async () => {
  const { rows } = await sql<{ id: string }>`select id from users limit 50000`.execute(running.database.db);
  const everybody = rows.map(({ id }) => id);
  for (const name of ['Whole 1', 'Whole 2', 'Whole 3', 'Whole 4', 'Whole 5']) await makeGroup(name, everybody);
  const seen: string[] = [];
  let startIndex = 1;
  for (let page = 0; page < 2; page += 1) {
    const query = `filter=displayName sw "Whole"&attributes=displayName,members.value&startIndex=${startIndex}`;
    const { body } = await scim(`/Groups?${query}`);
    expect(body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: body.Resources.length });
    for (const group of body.Resources) expect(group.members).toHaveLength(50_000);
    seen.push(...body.Resources.map(({ displayName }: { displayName: string }) => displayName));
    startIndex += body.itemsPerPage;
  }
  expect(startIndex).toBe(6);
  expect(seen).toEqual(['Whole 1', 'Whole 2', 'Whole 3', 'Whole 4', 'Whole 5']);
});

test('the groups of users cost one statement for a page, and none where nobody sees them', async () => {
  const users = await makeUsers('paged', 20);
  await makeGroup('Paged', users);
  const page = await memberStatements(async () => {
    expect((await scim('/Users?count=100')).body.Resources.length).toBe(100);
  });
  expect(page).toHaveLength(1);
  const none = await memberStatements(async () => {
    await scim('/Users?count=100&excludedAttributes=groups');
    await scim(`/Users/${users[0]}?attributes=userName`);
    await scim('/Users', { method: 'POST', body: { schemas: [userSchema], userName: 'newcomer' } });
  });
  expect(none).toEqual([]);
});

test('a PUT of 20,000 members writes those who move, and the same again nothing', async () => {
  const users = await makeUsers('put', 20_010);
  const id = await makeGroup('Put', users.slice(0, 20_000));
  const put = (members: readonly string[]) => {
    const body = { schemas: [groupSchema], displayName: 'Put', members: members.map((value) => ({ value })) };
    return scim(`/Groups/${id}`, { method: 'PUT', headers: minimal, body });
  };
  for (let time = 0; time < 2; time += 1) expect((await put(users.slice(10))).status).toBe(204);
  expect(await memberRows(id)).toEqual(users.slice(10));
  const updates = await running.database.db
    .selectFrom('changes')
    .select('attributes')
    .where('resource_id', '=', id)
    .where('operation', '=', 'update')
    .execute();
  expect(updates).toEqual([
    {
      attributes: [
        {
          path: 'members',
          before: expect.arrayContaining(users.slice(0, 10)),
          after: expect.arrayContaining(users.slice(-10)),
        },
      ],
    },
  ]);
});

test('1,001 operations are refused as a whole', async () => {
  const users = await makeUsers('many', 1001);
  const id = await makeGroup('Many');
  const answer = await patch(
    id,
    users.map((one) => add([one])),
  );
  expect(answer.status).toBe(413);
  expect(await memberRows(id)).toEqual([]);
});

test('parallel patches of one group are all applied', async () => {
  const rounds = 20;
  const users = await makeUsers('parallel', 40);
  const id = await makeGroup('Parallel', users.slice(0, 20));
  for (let round = 0; round < rounds; round += 1) {
    const [comes, goes] =
      round % 2 === 0 ? [users.slice(20), users.slice(0, 20)] : [users.slice(0, 20), users.slice(20)];
    const answers = await Promise.all([
      ...comes.map((one) => patch(id, [add([one])])),
      ...goes.map((one) => patch(id, [remove(one)])),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await memberRows(id)).toEqual(comes);
  }
  expect((await scim(`/Groups/${id}?attributes=meta`)).body.meta.version).toBe(`W/"${1 + rounds * 40}"`);
  const { count } = await running.database.db
    .selectFrom('changes')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('resource_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(1 + rounds * 40);
});

test('users and groups that go while members come: no 500, no row that hangs in the air', async () => {
  for (let round = 0; round < 25; round += 1) {
    const users = await makeUsers(`race${round}-`, 12);
    const groups = [await makeGroup(`Race A ${round}`, users), await makeGroup(`Race B ${round}`)];
    const [kept = '', doomed = ''] = groups;
    const deletedUsers = users.filter((_one, index) => index % 3 === 0);
    const requests = [
      ...users.map((one) => patch(kept, [remove(one), add([one])])),
      ...users.map((one) => patch(doomed, [add([one])])),
      ...deletedUsers.map((one) => scim(`/Users/${one}`, { method: 'DELETE' })),
      patch(kept, [add([...users].reverse())]),
      scim(`/Groups/${doomed}`, { method: 'DELETE' }),
      scim(`/Groups/${kept}`, {
        method: 'PUT',
        body: { schemas: [groupSchema], displayName: `Race A ${round}`, members: users.map((value) => ({ value })) },
      }),
    ];
    const answers = await Promise.all(requests);
    for (const { status } of answers) expect([200, 204, 400, 404]).toContain(status);
    const left = users.filter((one) => !deletedUsers.includes(one));
    expect(
      (await patch(kept, [{ op: 'replace', path: 'members', value: left.map((value) => ({ value })) }])).status,
    ).toBe(204);
    expect(await memberRows(kept)).toEqual(left);
    expect(await memberRows(doomed)).toEqual([]);
    expect((await scim(`/Groups/${kept}`)).body.members).toHaveLength(left.length);
  }
});

test('eight groups of one name at once: one is made', async () => {
  for (let round = 0; round < 10; round += 1) {
    const body = { schemas: [groupSchema], displayName: `Once ${round}` };
    const answers = await Promise.all(Array.from({ length: 8 }, () => scim('/Groups', { method: 'POST', body })));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  }
});
