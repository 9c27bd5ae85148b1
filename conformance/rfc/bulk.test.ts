import { afterAll, expect, test } from 'vitest';
import { expectError, idsOf, memberIds, startBench, unknownId, urn, type Body } from '../bench.ts';

const bench = await startBench({ LOCKSTEP_SCIM_BULK_OPERATIONS: '50' });
afterAll(() => bench.close());

const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const send = (Operations: unknown, more: object = {}) =>
  bench.scim('/Bulk', { method: 'POST', body: { schemas: [bulkRequest], Operations, ...more } });

async function results(Operations: readonly object[], more: object = {}): Promise<Body[]> {
  const { status, body } = await send(Operations, more);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  return body.Operations;
}

const statuses = (list: readonly Body[]): string[] => list.map(({ status }): string => status);

function newUser(bulkId: string, more: object = {}): object {
  return {
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { schemas: [urn.user], userName: bench.name(), ...more },
  };
}

function newGroup(bulkId: string, members: readonly string[]): object {
  const data = { schemas: [urn.group], displayName: bench.name(), members: members.map((value) => ({ value })) };
  return { method: 'POST', path: '/Groups', bulkId, data };
}

test('RFC 7644 §3.7 every method in one request, each with the effect that it has alone', async () => {
  const [put, patched, deleted] = [await bench.user({ title: 'a' }), await bench.user(), await bench.user()];
  const list = await results([
    newUser('new', { title: 'created' }),
    { method: 'PUT', path: `/Users/${put.id}`, data: { schemas: [urn.user], userName: put.userName } },
    {
      method: 'PATCH',
      path: `/Users/${patched.id}`,
      data: { schemas: [urn.patch], Operations: [{ op: 'add', path: 'title', value: 'patched' }] },
    },
    { method: 'DELETE', path: `/Users/${deleted.id}` },
  ]);
  expect(statuses(list)).toEqual(['201', '200', '200', '204']);
  const id = list[0].location.split('/').at(-1);
  expect((await bench.read(`/Users/${id}`)).title).toBe('created');
  expect(await bench.read(`/Users/${put.id}`)).not.toHaveProperty('title');
  expect((await bench.read(`/Users/${patched.id}`)).title).toBe('patched');
  expectError(await bench.scim(`/Users/${deleted.id}`), 404);
});

test('RFC 7644 §3.7 without failOnErrors the others go on', async () => {
  const { userName } = await bench.user();
  expect(statuses(await results([newUser('a'), newUser('b', { userName }), newUser('c')]))).toEqual([
    '201',
    '409',
    '201',
  ]);
});

test('RFC 7644 §3.7 failOnErrors stops after so many errors; what was not tried is not answered', async () => {
  const { userName } = await bench.user();
  const last = bench.name();
  const list = await results(
    [newUser('a', { userName }), newUser('b', { userName }), newUser('c', { userName: last })],
    { failOnErrors: 2 },
  );
  expect(statuses(list)).toEqual(['409', '409']);
  expect(await bench.found('/Users', `userName eq "${last}"`)).toEqual([]);
});

test('RFC 7644 §3.7.1 circular references are resolved', async () => {
  const manager = (of: string): object => ({ [urn.enterprise]: { manager: { value: `bulkId:${of}` } } });
  const list = await results([newUser('a', manager('b')), newUser('b', manager('a'))]);
  expect(statuses(list)).toEqual(['201', '201']);
  const [a, b] = list.map(({ location }: Body): string => location.split('/').at(-1));
  expect((await bench.read(`/Users/${a}`))[urn.enterprise].manager.value).toBe(b);
  expect((await bench.read(`/Users/${b}`))[urn.enterprise].manager.value).toBe(a);
});

test.each([
  ['RFC 7644 §3.7.2 a bulkId stands for what an earlier operation creates', ['user', 'group']],
  ['RFC 7644 §3.7.2 a bulkId stands for what a later operation creates', ['group', 'user']],
])('%s', async (_title, order) => {
  const made = { user: newUser('u'), group: newGroup('g', ['bulkId:u']) };
  const list = await results(order.map((kind) => made[kind as keyof typeof made]));
  expect(statuses(list)).toEqual(['201', '201']);
  const idOf = (bulkId: string): string =>
    list
      .find((one) => one.bulkId === bulkId)
      .location.split('/')
      .at(-1);
  expect(memberIds(await bench.read(`/Groups/${idOf('g')}`))).toEqual([idOf('u')]);
});

test('RFC 7644 §3.7.2 a bulkId that nobody has, or whose creation fails, is a 409 or 400 of that operation alone', async () => {
  const { userName } = await bench.user();
  const list = await results([
    newUser('taken', { userName }),
    newGroup('g', ['bulkId:taken']),
    newGroup('h', ['bulkId:x']),
    newUser('u'),
  ]);
  expect(statuses(list).map((status) => status.charAt(0))).toEqual(['4', '4', '4', '2']);
});

test('RFC 7644 §3.7 operations on ids that nobody can have fail alone, among others of the same kind', async () => {
  const user = await bench.user();
  const put = (id: string): object => ({ method: 'PUT', path: `/Users/${id}`, data: { ...user, title: 'x' } });
  const list = await results([put('not-an-id'), put(user.id), put(unknownId), put('bulkId:x')]);
  expect(statuses(list).slice(0, 3)).toEqual(['404', '200', '404']);
  expect(statuses(list)[3]).toMatch(/^4/);
  expect((await bench.read(`/Users/${user.id}`)).title).toBe('x');
});

test('RFC 7644 §3.7.3 each result has method, location, status, version and bulkId', async () => {
  const { id, meta } = await bench.user();
  const [created, deleted] = await results([newUser('qwerty'), { method: 'DELETE', path: `/Users/${id}` }]);
  expect(created).toMatchObject({ method: 'POST', bulkId: 'qwerty', status: '201', version: 'W/"1"' });
  expect(created.location).toMatch(new RegExp(`^${bench.endpoint}/Users/[0-9a-f-]{36}$`));
  expect(deleted).toMatchObject({ method: 'DELETE', status: '204', location: meta.location });
});

test('RFC 7644 §3.7.3 a failure carries a SCIM error; a failed POST has no location', async () => {
  const { userName } = await bench.user();
  const [post, patch] = await results([
    newUser('a', { userName }),
    {
      method: 'PATCH',
      path: `/Users/${unknownId}`,
      data: { schemas: [urn.patch], Operations: [{ op: 'remove', path: 'title' }] },
    },
  ]);
  expect(post).not.toHaveProperty('location');
  expect(post.response).toMatchObject({ schemas: [urn.error], status: '409', scimType: 'uniqueness' });
  expect(patch.response).toMatchObject({ schemas: [urn.error], status: '404' });
  expect(patch.location).toBe(`${bench.endpoint}/Users/${unknownId}`);
});

test.each([
  ['RFC 7644 §3.7.3 location: a resource with a query', { method: 'PATCH', path: '/Users/1?x=1' }, '/Users/1'],
  ['RFC 7644 §3.7.3 location: no resource', { method: 'DELETE', path: '/Users' }, '/Users'],
  ['RFC 7644 §3.7.3 location: a method that bulk does not have', { method: 'GET', path: '/Users/1' }, '/Users/1'],
])('%s is in the answer to a refused operation', async (_title, operation, target) => {
  const [answer] = await results([{ data: {}, ...operation }]);
  expect(answer).toMatchObject({ status: '400', location: bench.endpoint + target });
});

test('RFC 7644 §3.7 a version that cannot be read refuses the operation, which would else overwrite', async () => {
  const user = await bench.user();
  const data = { schemas: [urn.patch], Operations: [{ op: 'add', path: 'title', value: 'x' }] };
  const patch = { method: 'PATCH', path: `/Users/${user.id}`, data };
  const list = await results([7, ['W/"0"'], 'W/"0"'].map((version) => ({ ...patch, version })));
  expect(statuses(list)).toEqual(['400', '400', '412']);
  expect(await bench.read(`/Users/${user.id}`)).toEqual(user);
});

test('RFC 7644 §3.7.4 more operations than the configuration says are a 413, and none is carried out', async () => {
  const { bulk } = await bench.read('/ServiceProviderConfig');
  expect(bulk).toMatchObject({ supported: true, maxOperations: 50 });
  const before = (await bench.read('/Users?count=0')).totalResults;
  const answer = await send(Array.from({ length: 51 }, (_one, index) => newUser(`b${index}`)));
  expectError(answer, 413);
  expect((await bench.read('/Users?count=0')).totalResults).toBe(before);
});

test('RFC 7644 §3.7.4 a larger body than the configuration says is a 413', async () => {
  const { bulk } = await bench.read('/ServiceProviderConfig');
  expectError(await send([newUser('large', { title: 'x'.repeat(bulk.maxPayloadSize) })]), 413);
});

test.each([
  ['RFC 7644 §3.7 no Operations', undefined],
  ['RFC 7644 §3.7 operations that are no list', { method: 'POST' }],
])('%s are an invalidSyntax', async (_title, operations) => {
  expectError(await send(operations), 400, 'invalidSyntax');
});

test('RFC 7644 §3.7 an empty list of operations has an empty list of results', async () => {
  expect(await results([])).toEqual([]);
});

test('RFC 7644 §3.7 nothing of another organization is reached by an operation', async () => {
  const other = await bench.neighbour('other');
  const [user, group] = [await other.user(), await other.group()];
  const list = await results([
    { method: 'DELETE', path: `/Users/${user.id}` },
    { method: 'PUT', path: `/Groups/${group.id}`, data: { schemas: [urn.group], displayName: 'stolen' } },
    newGroup('g', [user.id]),
  ]);
  expect(statuses(list)).toEqual(['404', '404', '400']);
  expect(idsOf(await other.read(`/Users/${user.id}`), await other.read(`/Groups/${group.id}`))).toEqual(
    idsOf(user, group),
  );
});
