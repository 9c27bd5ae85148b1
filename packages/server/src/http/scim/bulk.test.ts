import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import {
  bulk,
  enterprise,
  idIn,
  patch,
  postGroup,
  postManaged,
  postUser,
  putUser,
  remove,
  sendBulk,
  statusesOf,
} from './bulk.testing.ts';
import { groupSchema, unknownId, userSchema } from './groups.testing.ts';

let running: TestServer;
let scim: ScimCall;
let other: ScimCall;
let endpoint: string;
let serial = 0;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim, endpoint } = await createTestOrganization(running, 'acme'));
  ({ scim: other } = await createTestOrganization(running, 'other'));
});
afterAll(() => running.close());

/** A name that nobody has. */
function name(): string {
  serial += 1;
  return `name${serial}`;
}

async function createUser(userName = name()): Promise<string> {
  const { status, body } = await scim('/Users', { method: 'POST', body: { schemas: [userSchema], userName } });
  expect(status).toBe(201);
  return body.id;
}

async function createGroup(displayName = name(), members: readonly string[] = []): Promise<string> {
  const list = members.map((value) => ({ value }));
  const body = { schemas: [groupSchema], displayName, members: list };
  const answer = await scim('/Groups', { method: 'POST', body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function membersOf(id: string): Promise<string[]> {
  return ((await scim(`/Groups/${id}`)).body.members ?? []).map(({ value }: { value: string }) => value).sort();
}

async function exists(userName: string): Promise<boolean> {
  return (await scim(`/Users?filter=userName eq "${userName}"`)).body.totalResults === 1;
}

async function groupExists(displayName: string): Promise<boolean> {
  return (await scim(`/Groups?filter=displayName eq "${displayName}"`)).body.totalResults === 1;
}

async function managerOf(id: string): Promise<unknown> {
  return (await scim(`/Users/${id}`)).body[enterprise].manager.value;
}

/** What the feed says of a resource, with the transaction that said it. */
async function changesOf(id: string): Promise<{ operation: string; xid: string }[]> {
  const { rows } = await running.database.pool.query<{ operation: string; xid: string }>(
    'select operation, xid::text from changes where resource_id = $1 order by seq',
    [id],
  );
  return rows;
}

describe('each operation has its own answer', () => {
  test('RFC 7644 §3.7.3: add, replace, update and remove, with versions', async () => {
    const [replaced, updated, removed] = [await createUser(), await createUser(), await createUser()];
    const newName = name();
    const results = await bulk(scim, [
      postUser('alice', newName),
      { ...putUser(replaced, name(), { title: 'Boss' }), version: 'W/"1"' },
      { ...patch(`/Users/${updated}`, { op: 'add', path: 'nickName', value: 'Dave' }), version: 'W/"1"' },
      { ...remove(`/Users/${removed}`), version: 'W/"1"' },
    ]);
    const id = idIn(results[0]);
    expect(results).toEqual([
      { location: `${endpoint}/Users/${id}`, method: 'POST', bulkId: 'alice', version: 'W/"1"', status: '201' },
      { location: `${endpoint}/Users/${replaced}`, method: 'PUT', version: 'W/"2"', status: '200' },
      { location: `${endpoint}/Users/${updated}`, method: 'PATCH', version: 'W/"2"', status: '200' },
      { location: `${endpoint}/Users/${removed}`, method: 'DELETE', status: '204' },
    ]);
    expect((await scim(`/Users/${id}`)).body).toMatchObject({ id, userName: newName });
    expect((await scim(`/Users/${replaced}`)).body).toMatchObject({ title: 'Boss', meta: { version: 'W/"2"' } });
    expect((await scim(`/Users/${updated}`)).body).toMatchObject({ nickName: 'Dave' });
    expect((await scim(`/Users/${removed}`)).status).toBe(404);
    expect((await changesOf(id)).map(({ operation }) => operation)).toEqual(['create']);
    expect((await changesOf(removed)).map(({ operation }) => operation)).toEqual(['create', 'delete']);
  });

  test('RFC 7644 §3.7.3: what fails is answered with a SCIM error, and changes nothing', async () => {
    const taken = name();
    const id = await createUser(taken);
    const group = await createGroup();
    const old = { version: 'W/"7"' };
    const before = (await scim(`/Users/${id}`)).body;
    const error = (status: string, scimType?: string): object => ({
      status,
      response: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status,
        detail: expect.stringMatching(/\w+ \w+/),
        ...(scimType === undefined ? {} : { scimType }),
      },
    });
    const location = `${endpoint}/Users/${id}`;
    expect(
      await bulk(scim, [
        postUser('a', taken.toUpperCase()),
        postUser('b', ''),
        { ...putUser(id, taken, { title: 'x' }), ...old },
        { ...patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'x' }), ...old },
        { ...remove(`/Users/${id}`), ...old },
        { ...remove(`/Users/${id}`), version: '7' },
        remove(`/Users/${unknownId}`),
        putUser(unknownId, name()),
        patch(`/Users/${id}`, { op: 'add', path: 'active', value: 'perhaps' }),
        patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: unknownId }] }),
      ]),
    ).toEqual([
      { method: 'POST', bulkId: 'a', ...error('409', 'uniqueness') },
      { method: 'POST', bulkId: 'b', ...error('400', 'invalidValue') },
      { method: 'PUT', location, ...error('412') },
      { method: 'PATCH', location, ...error('412') },
      { method: 'DELETE', location, ...error('412') },
      { method: 'DELETE', location, ...error('400', 'invalidSyntax') },
      { method: 'DELETE', location: `${endpoint}/Users/${unknownId}`, ...error('404') },
      { method: 'PUT', location: `${endpoint}/Users/${unknownId}`, ...error('404') },
      { method: 'PATCH', location, ...error('400', 'invalidValue') },
      { method: 'PATCH', location: `${endpoint}/Groups/${group}`, ...error('400', 'invalidValue') },
    ]);
    expect((await scim(`/Users/${id}`)).body).toEqual(before);
  });

  test('an operation that cannot be tried fails alone: method, path, endpoint, data, bulk ids', async () => {
    const [first, last] = [name(), name()];
    const results = await bulk(scim, [
      postUser('first', first),
      { method: 'GET', path: `/Users/${unknownId}` },
      { method: 'POST', path: '/Users', data: { userName: 'x' } },
      { method: 'POST', path: `/Users/${unknownId}`, bulkId: 'p', data: {} },
      { method: 'POST', path: '/Devices', bulkId: 'd', data: {} },
      remove('/Devices/1'),
      { method: 'PUT', path: `/Users/${unknownId}` },
      postUser('first', name()),
      postGroup('g', name(), ['bulkId:nobody']),
      'text',
      postUser('last', last),
    ]);
    expect(statusesOf(results)).toEqual(['201', '400', '400', '400', '404', '404', '400', '400', '400', '400', '201']);
    expect(results[5].location).toBe(`${endpoint}/Devices/1`);
    expect(results[6].location).toBe(`${endpoint}/Users/${unknownId}`);
    expect(results[7].response.detail).toContain('twice');
    expect(results[8].response.detail).toContain('"nobody"');
    expect([await exists(first), await exists(last)]).toEqual([true, true]);
  });

  test('operations on one resource are carried out in their order', async () => {
    const userName = name();
    const id = await createUser(userName);
    const titles = Array.from({ length: 20 }, (_, index) => `title ${index}`);
    const results = await bulk(scim, [
      ...titles.map((title) => patch(`/Users/${id}`, { op: 'replace', path: 'title', value: title })),
      { ...remove(`/Users/${id}`), version: 'W/"21"' },
      patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'too late' }),
      postUser('again', userName),
    ]);
    expect(statusesOf(results)).toEqual([...titles.map(() => '200'), '204', '404', '201']);
    expect(results.slice(0, 20).map(({ version }) => version)).toEqual(titles.map((_, index) => `W/"${index + 2}"`));
  });

  test('a thousand users and a group of all of them', async () => {
    const names = Array.from({ length: 999 }, () => name());
    const users = names.map((userName, index) => postUser(`u${index}`, userName));
    const members = names.map((_, index) => `bulkId:u${index}`);
    const results = await bulk(scim, [postGroup('all', name(), members), ...users]);
    expect(new Set(statusesOf(results))).toEqual(new Set(['201']));
    expect(results.map(({ bulkId }) => bulkId)).toEqual(['all', ...users.map(({ bulkId }) => bulkId)]);
    expect(await membersOf(idIn(results[0]))).toEqual(results.slice(1).map(idIn).sort());
  });
});

describe('bulk ids', () => {
  test('RFC 7644 §3.7.2: a new user in a new group, in either order, and by a path', async () => {
    for (const forward of [true, false]) {
      const operations = [
        postUser('qwerty', name()),
        postGroup('ytrewq', name(), ['bulkId:qwerty']),
        patch('/Groups/bulkId:ytrewq', { op: 'remove', path: 'members[value eq "bulkId:qwerty"]' }),
        patch('/Users/bulkId:qwerty', { op: 'add', path: 'title', value: 'Guide' }),
      ];
      const results = await bulk(scim, forward ? operations : operations.slice(0, 2).reverse());
      const userId = idIn(results.find(({ bulkId }) => bulkId === 'qwerty'));
      const groupId = idIn(results.find(({ bulkId }) => bulkId === 'ytrewq'));
      expect(await membersOf(groupId)).toEqual(forward ? [] : [userId]);
      if (!forward) continue;
      expect(statusesOf(results)).toEqual(['201', '201', '200', '200']);
      expect(results[2]).toEqual({
        method: 'PATCH',
        location: `${endpoint}/Groups/${groupId}`,
        version: 'W/"2"',
        status: '200',
      });
      expect((await scim(`/Users/${userId}`)).body.title).toBe('Guide');
    }
  });

  test('RFC 7644 §3.7.2: references in an extension, and to oneself', async () => {
    const results = await bulk(scim, [postManaged('b', name(), 'bulkId:a'), postManaged('a', name(), 'bulkId:a')]);
    expect(statusesOf(results)).toEqual(['201', '201']);
    const [b, a] = results.map(idIn);
    expect(await managerOf(b ?? '')).toBe(a);
    expect(await managerOf(a ?? '')).toBe(a);
  });

  test('what needs a resource that was not created fails, and so on; others do not', async () => {
    const taken = name();
    await createUser(taken);
    const [group, free, freeName] = [name(), name(), name()];
    const results = await bulk(scim, [
      postUser('a', taken),
      postManaged('b', name(), 'bulkId:a'),
      postGroup('g', group, ['bulkId:b', 'bulkId:c']),
      postUser('c', freeName),
      patch('/Users/bulkId:a', { op: 'add', path: 'title', value: 'x' }),
      remove('/Users/bulkId:b'),
      postUser('d', free),
    ]);
    expect(statusesOf(results)).toEqual(['409', '409', '409', '201', '409', '409', '201']);
    expect(results[1].response.detail).toContain('"a"');
    for (const failed of [0, 1, 2, 4, 5]) expect(results[failed]).not.toHaveProperty('location');
    expect([await exists(freeName), await exists(free), await groupExists(group)]).toEqual([true, true, false]);
  });
});

describe('RFC 7644 §3.7.1: circles', () => {
  test('of managers are created in one transaction, with what refers to them afterwards', async () => {
    const results = await bulk(scim, [
      postGroup('g', name(), ['bulkId:a', 'bulkId:c']),
      postManaged('a', name(), 'bulkId:b'),
      postManaged('b', name(), 'bulkId:c'),
      postManaged('c', name(), 'bulkId:a'),
    ]);
    expect(results.map(({ status, version }) => [status, version])).toEqual(results.map(() => ['201', 'W/"1"']));
    const [g, a, b, c] = results.map(idIn) as [string, string, string, string];
    expect([await managerOf(a), await managerOf(b), await managerOf(c)]).toEqual([b, c, a]);
    expect(await membersOf(g)).toEqual([a, c].sort());
    const written = await Promise.all([a, b, c].map(changesOf));
    expect(written.flat().map(({ operation }) => operation)).toEqual(['create', 'create', 'create']);
    expect(new Set(written.flat().map(({ xid }) => xid)).size).toBe(1);
  });

  test('of a user and a group, where the group also has members from before', async () => {
    const member = await createUser();
    const results = await bulk(scim, [
      postManaged('u', name(), 'bulkId:g'),
      postGroup('g', name(), ['bulkId:u', member]),
    ]);
    expect(statusesOf(results)).toEqual(['201', '201']);
    const [u, g] = results.map(idIn) as [string, string];
    expect(await membersOf(g)).toEqual([u, member].sort());
    expect(await managerOf(u)).toBe(g);
    const xids = (await Promise.all([u, g].map(changesOf))).flat().map(({ xid }) => xid);
    expect(xids[0]).toBe(xids[1]);
  });

  const nobody = 'bulkId:a';
  test.each<[name: string, culprit: (taken: string) => object, status: string]>([
    ['a login name is taken', (taken) => postManaged('c', taken, nobody), '409'],
    ['a login name is missing', () => postManaged('c', '', nobody), '400'],
    ['a login name is longer than an index takes', () => postManaged('c', 'x'.repeat(3000), nobody), '400'],
    ['a group takes a member that is nobody', () => postGroup('c', name(), [nobody, unknownId]), '400'],
    ['a group takes a group', () => ({ ...postGroup('c', name(), [nobody, 'bulkId:c']) }), '400'],
  ])('are created whole or not at all: %s', async (_name, culprit, status) => {
    const taken = name();
    await createUser(taken);
    const [a, b, beside] = [name(), name(), name()];
    const results = await bulk(scim, [
      postManaged('a', a, 'bulkId:b'),
      postUser('beside', beside),
      postManaged('b', b, 'bulkId:c'),
      culprit(taken),
      postGroup('g', name(), ['bulkId:b']),
    ]);
    expect(statusesOf(results)).toEqual(['409', '201', '409', status, '409']);
    expect(results[0].response.detail).toContain('"c"');
    expect([await exists(a), await exists(b), await exists(beside)]).toEqual([false, false, true]);
  });

  test('whose group name is taken leave no user, no change and no name behind', async () => {
    const taken = name();
    await createGroup(taken);
    const userName = name();
    const circle = (displayName: string): readonly object[] => [
      postManaged('u', userName, 'bulkId:g'),
      postGroup('g', displayName, ['bulkId:u']),
    ];
    const count = async (): Promise<number> =>
      (await running.database.db.selectFrom('changes').select('seq').execute()).length;
    const before = await count();
    expect(statusesOf(await bulk(scim, circle(taken.toUpperCase())))).toEqual(['409', '409']);
    expect(await count()).toBe(before);
    expect(await exists(userName)).toBe(false);
    expect(statusesOf(await bulk(scim, circle(name())))).toEqual(['201', '201']);
  });

  test('of groups are refused, since groups have no groups here; several circles do not harm each other', async () => {
    const results = await bulk(scim, [
      postGroup('a', name(), ['bulkId:b']),
      postManaged('x', name(), 'bulkId:y'),
      postGroup('b', name(), ['bulkId:a']),
      postManaged('y', name(), 'bulkId:x'),
    ]);
    const [a, x, b, y] = statusesOf(results);
    expect([x, y]).toEqual(['201', '201']);
    expect([a, b]).toEqual(['400', '400']);
    expect(results[0].response.detail).toContain('Groups in groups');
  });
});

describe('failOnErrors', () => {
  const bad = { method: 'GET', path: '/Users' };
  const fails = (): object => remove(`/Users/${unknownId}`);

  test.each([
    [1, 1],
    [2, 3],
    [3, 5],
    [4, 6],
    [5, 6],
  ])('%i: stops after so many', async (failOnErrors, processed) => {
    const names = [name(), name(), name()];
    const operations = [fails(), postUser('a', names[0] ?? ''), bad, postUser('b', names[1] ?? ''), fails()];
    const results = await bulk(scim, [...operations, postUser('c', names[2] ?? '')], { failOnErrors });
    const all = ['404', '201', '400', '201', '404', '201'];
    expect(statusesOf(results)).toEqual(all.slice(0, processed));
    const made = await Promise.all(names.map(exists));
    expect(made).toEqual([processed > 1, processed > 3, processed > 5]);
  });

  test('of nobody is met when all goes well; without it everything is tried', async () => {
    const users = Array.from({ length: 30 }, (_, index) => postUser(`u${index}`, name()));
    expect(new Set(statusesOf(await bulk(scim, users, { failOnErrors: 1 })))).toEqual(new Set(['201']));
    expect(new Set(statusesOf(await bulk(scim, users)))).toEqual(new Set(['409']));
  });

  test('is no more than the whole circle that failed', async () => {
    const taken = name();
    await createUser(taken);
    const circle = [postManaged('a', taken, 'bulkId:b'), postManaged('b', name(), 'bulkId:a')];
    const results = await bulk(scim, [...circle, postUser('c', name())], { failOnErrors: 1 });
    expect(statusesOf(results)).toEqual(['409', '409']);
  });
});

describe('the request as a whole', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];

  test.each<[name: string, body: unknown, status: number]>([
    ['no JSON', '{"schemas":', 400],
    ['no object', '[]', 400],
    ['no operations', { schemas }, 400],
    ['operations that are no list', { schemas, Operations: {} }, 400],
    ['failOnErrors of 0', { schemas, Operations: [], failOnErrors: 0 }, 400],
  ])('is refused: %s', async (_name, body, status) => {
    const answer = await scim('/Bulk', { method: 'POST', body });
    expect(answer.body).toMatchObject({ status: String(status), scimType: 'invalidSyntax' });
    expect(answer.status).toBe(status);
  });

  test('may be empty', async () => {
    expect(await bulk(scim, [])).toEqual([]);
  });

  test('is a POST, or 405', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await scim('/Bulk', { method });
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  test('RFC 7644 §3.7.4: the limits are advertised, and what exceeds them is told them', async () => {
    const limited = await startTestServer({ LOCKSTEP_SCIM_BULK_OPERATIONS: '3', LOCKSTEP_BODY_LIMIT: '2048' });
    const { scim: call } = await createTestOrganization(limited, 'acme');
    expect((await call('/ServiceProviderConfig')).body.bulk).toEqual({
      supported: true,
      maxOperations: 3,
      maxPayloadSize: 2048,
    });
    const users = ['a', 'b', 'c', 'd'].map((userName) => postUser(userName, userName));
    const tooMany = await sendBulk(call, users);
    expect([tooMany.status, tooMany.body.status]).toEqual([413, '413']);
    expect(tooMany.body.detail).toContain('3 operations');
    const tooLarge = await sendBulk(call, [postUser('a', 'a', { title: 'x'.repeat(3000) })]);
    expect([tooLarge.status, tooLarge.body.status]).toEqual([413, '413']);
    expect(tooLarge.body.detail).toContain('2048 bytes');
    expect((await call('/Users')).body.totalResults).toBe(0);
    expect(statusesOf(await bulk(call, users.slice(0, 3)))).toEqual(['201', '201', '201']);
    await limited.close();
  });

  test('is refused while propagation is off, and counted once', async () => {
    const { scim: call } = await createTestOrganization(running, 'off');
    const params = { org: 'off', connection: 'default' };
    await running.call(routes.setPropagation, { params, body: { propagation: false } });
    const answer = await sendBulk(call, [postUser('a', 'a'), postUser('b', 'b')]);
    expect([answer.status, answer.body.status]).toEqual([403, '403']);
    expect((await call('/Users')).body.totalResults).toBe(0);
    expect((await call('/Me', { method: 'POST', body: {} })).status).toBe(501);
    expect(await running.call(routes.getConnection, { params })).toMatchObject({ refusedWhileOff: 1 });
  });
});

test('the rules of a connection hold for every operation: no groups, and login names stay', async () => {
  const { scim: call } = await createTestOrganization(running, 'cybozu', 'cybozu');
  const rule = { params: { org: 'cybozu', connection: 'default' }, body: { rules: { groups: 'refused' } } } as const;
  await running.call(routes.changePolicy, rule);
  const made = await bulk(call, [postUser('u', 'user'), postGroup('g', 'Group', ['bulkId:u'])]);
  expect(statusesOf(made)).toEqual(['201', '403']);
  const id = idIn(made[0]);
  const results = await bulk(call, [
    putUser(id, 'renamed'),
    patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'renamed' }),
    patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'Boss' }),
    postManaged('a', 'ann', 'bulkId:g'),
    postGroup('g', 'Group', ['bulkId:a']),
    remove(`/Groups/${unknownId}`),
  ]);
  expect(statusesOf(results)).toEqual(['400', '400', '200', '409', '403', '403']);
  expect(results[0].response.scimType).toBe('mutability');
  expect((await call(`/Users/${id}`)).body).toMatchObject({ userName: 'user', displayName: 'Boss' });
  expect((await call('/Users')).body.totalResults).toBe(1);
});

test('one organization does not reach the resources of another', async () => {
  const userName = name();
  const id = await createUser(userName);
  const group = await createGroup(name(), [id]);
  const results = await bulk(other, [
    putUser(id, 'stolen'),
    patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'Stolen' }),
    patch(`/Groups/${group}`, { op: 'remove', path: 'members' }),
    remove(`/Users/${id}`),
    remove(`/Groups/${group}`),
    postGroup('g', 'Theirs', [id]),
    postUser('a', userName),
    postManaged('b', 'circle', 'bulkId:c'),
    postGroup('c', 'Circle', ['bulkId:b', id]),
  ]);
  expect(statusesOf(results)).toEqual(['404', '404', '404', '404', '404', '400', '201', '409', '400']);
  expect((await scim(`/Users/${id}`)).body).toMatchObject({ userName, meta: { version: 'W/"1"' } });
  expect(await membersOf(group)).toEqual([id]);
  expect((await other('/Users')).body.totalResults).toBe(1);
});

test('what fails unexpectedly is a 500 of its operation, with a correlation id, and harms no other', async () => {
  const broken = await startTestServer({ LOCKSTEP_LOG_LEVEL: 'fatal' });
  const { scim: call } = await createTestOrganization(broken, 'acme');
  await broken.database.pool.query('alter table groups rename to gone');
  const results = await bulk(call, [
    postUser('a', 'ann'),
    postGroup('g', 'Group', ['bulkId:a']),
    postManaged('b', 'bob', 'bulkId:c'),
    postGroup('c', 'Circle', ['bulkId:b']),
  ]);
  expect(statusesOf(results)).toEqual(['201', '500', '500', '500']);
  expect(results[1].response.detail).toMatch(/[0-9a-f]{8}-/);
  expect(JSON.stringify(results)).not.toMatch(/\brelation|select/i);
  expect((await broken.database.pool.query('select from users')).rowCount).toBe(1);
  await broken.close();
});
