import { afterAll, expect, test } from 'vitest';
import { expectError, startBench, unknownId, urn, type Body } from '../bench.ts';

const bench = await startBench();
afterAll(() => bench.close());

const put = (id: string, body: unknown, headers = {}) => bench.scim(`/Users/${id}`, { method: 'PUT', body, headers });

const whole = {
  schemas: [urn.user, urn.enterprise],
  title: 'Boss',
  name: { familyName: 'Mori', givenName: 'Hana' },
  emails: [{ value: 'h@a.example', type: 'work' }],
  externalId: 'e1',
  [urn.enterprise]: { department: 'Sales' },
};

test('RFC 7644 §3.5.1 replace answers 200 with the whole resource, and a read says the same', async () => {
  const before = await bench.user(whole);
  const body = { ...before, title: 'Chief' };
  const answer = await put(before.id, body);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ ...body, meta: answer.body.meta });
  expect(answer.body.meta).toMatchObject({ created: before.meta.created, version: 'W/"2"' });
  expect(answer.headers.get('etag')).toBe('W/"2"');
  expect(await bench.read(`/Users/${before.id}`)).toEqual(answer.body);
});

test('RFC 7644 §3.5.1 what the body leaves out is cleared', async () => {
  const { id, userName } = await bench.user(whole);
  const { body } = await put(id, { schemas: [urn.user], userName, nickName: 'Nick' });
  expect(body).toEqual({ schemas: [urn.user], id, userName, nickName: 'Nick', meta: body.meta });
});

test('RFC 7644 §3.5.1 read-only values of the body are ignored', async () => {
  const { id, userName, meta } = await bench.user();
  const { status, body } = await put(id, {
    schemas: [urn.user],
    id: unknownId,
    userName,
    title: 'Boss',
    meta: { created: '2001-01-01T00:00:00Z' },
    groups: [{ value: unknownId }],
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, meta: { created: meta.created } });
  expect(body).not.toHaveProperty('groups');
});

test('RFC 7644 §3.5.1 a body that changes nothing leaves version and lastModified alone', async () => {
  const before = await bench.user(whole);
  expect((await put(before.id, before)).body).toEqual(before);
});

test('RFC 7644 §3.5.1 PUT makes nothing', async () => {
  expectError(await put(unknownId, { schemas: [urn.user], userName: bench.name() }), 404);
  expectError(await bench.scim('/Users', { method: 'PUT', body: whole }), 405);
});

test.each([
  [
    'RFC 7644 §3.5.1 replace: a required attribute left out',
    () => ({ schemas: [urn.user], title: 'x' }),
    'invalidValue',
  ],
  ['RFC 7644 §3.5.1 replace: a value of the wrong type', (u: Body) => ({ ...u, active: 'perhaps' }), 'invalidValue'],
  ['RFC 7644 §3.5.1 replace: a body that is no object', () => [], 'invalidSyntax'],
  ['RFC 7644 §3.5.1 replace: no body', () => '', 'invalidSyntax'],
] as const)('%s', async (_title, make, scimType) => {
  const before = await bench.user(whole);
  expectError(await put(before.id, make(before)), 400, scimType);
  expect(await bench.read(`/Users/${before.id}`)).toEqual(before);
});

test('RFC 7644 §3.5.1 a userName that is taken is a 409', async () => {
  const [first, second] = [await bench.user(), await bench.user(whole)];
  expectError(await put(second.id, { ...second, userName: first.userName }), 409, 'uniqueness');
  expect(await bench.read(`/Users/${second.id}`)).toEqual(second);
});

test('RFC 7644 §3.5.1 the members of a group are replaced as a whole', async () => {
  const [ann, bob] = [await bench.user(), await bench.user()];
  const group = await bench.group([ann.id]);
  const replace = (members?: readonly object[]) =>
    bench.scim(`/Groups/${group.id}`, {
      method: 'PUT',
      body: { schemas: [urn.group], displayName: group.displayName, ...(members === undefined ? {} : { members }) },
    });
  expect((await replace([{ value: bob.id }])).body.members).toMatchObject([{ value: bob.id }]);
  expect((await replace()).body).not.toHaveProperty('members');
});

test('RFC 7644 §3.14 a write may name the version that it means', async () => {
  const before = await bench.user();
  const changed = { ...before, title: 'Boss' };
  expect((await put(before.id, changed, { 'if-match': before.meta.version })).status).toBe(200);
  expectError(await put(before.id, before, { 'if-match': before.meta.version }), 412);
  expect((await put(before.id, before, { 'if-match': '*' })).status).toBe(200);
});

test.each([
  ['RFC 7644 §3.14 DELETE of a stale version', { method: 'DELETE' }],
  [
    'RFC 7644 §3.14 PATCH of a stale version',
    { method: 'PATCH', body: { schemas: [urn.patch], Operations: [{ op: 'add', path: 'title', value: 'x' }] } },
  ],
])('%s is a 412, and nothing happens', async (_title, request) => {
  const { id } = await bench.user();
  const { body: current } = await bench.patch(`/Users/${id}`, { op: 'add', path: 'nickName', value: 'x' });
  expectError(await bench.scim(`/Users/${id}`, { ...request, headers: { 'if-match': 'W/"1"' } }), 412);
  expect(await bench.read(`/Users/${id}`)).toEqual(current);
});

test('RFC 7644 §3.14 a write that wants another version than the current one (If-None-Match) is a 412', async () => {
  const before = await bench.user();
  for (const tags of ['*', before.meta.version])
    expectError(await put(before.id, { ...before, title: 'x' }, { 'if-none-match': tags }), 412);
  expect(await bench.read(`/Users/${before.id}`)).toEqual(before);
  expect((await put(before.id, before, { 'if-none-match': 'W/"0"' })).status).toBe(200);
});

test('RFC 7644 §3.14 a reader that has the version already gets 304 without body', async () => {
  const { id, meta } = await bench.user();
  const known = await bench.scim(`/Users/${id}`, { headers: { 'if-none-match': meta.version } });
  expect(known).toMatchObject({ status: 304, body: undefined });
  expect(known.headers.get('etag')).toBe(meta.version);
  expect((await bench.scim(`/Users/${id}`, { headers: { 'if-none-match': 'W/"0"' } })).status).toBe(200);
});
