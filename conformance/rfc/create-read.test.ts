import { afterAll, expect, test } from 'vitest';
import { expectError, scimJson, startBench, unknownId, urn } from '../bench.ts';

const bench = await startBench();
afterAll(() => bench.close());

const post = (body: unknown, path = '/Users') => bench.scim(path, { method: 'POST', body });

test('RFC 7644 §3.3 create answers 201 with the resource, its address and its version', async () => {
  const answer = await post({ schemas: [urn.user], userName: bench.name(), title: 'Boss' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('content-type')).toBe(scimJson);
  expect(answer.headers.get('location')).toBe(answer.body.meta.location);
  expect(answer.headers.get('etag')).toBe(answer.body.meta.version);
  expect(answer.body.meta.location).toBe(`${bench.endpoint}/Users/${answer.body.id}`);
  expect(await bench.read(`/Users/${answer.body.id}`)).toEqual(answer.body);
});

test('RFC 7644 §3.3 read-only attributes of the body are ignored', async () => {
  const sent = { id: 'mine', meta: { created: '2001-01-01T00:00:00Z', resourceType: 'Cat' }, groups: [{ value: 'g' }] };
  const { body, status } = await post({ schemas: [urn.user], userName: bench.name(), ...sent });
  expect(status).toBe(201);
  expect(body.id).not.toBe('mine');
  expect(body.meta.resourceType).toBe('User');
  expect(Date.parse(body.meta.created)).toBeGreaterThan(Date.now() - 60_000);
  expect(body).not.toHaveProperty('groups');
});

test('RFC 7644 §3.3 a userName that is taken is a 409, whatever its case', async () => {
  const { userName } = await bench.user();
  expectError(await post({ schemas: [urn.user], userName: userName.toUpperCase() }), 409, 'uniqueness');
});

test('RFC 7644 §3.3 an externalId may be shared', async () => {
  const { externalId } = await bench.user({ externalId: 'shared' });
  expect((await bench.user({ externalId })).externalId).toBe('shared');
});

test.each([
  ['RFC 7644 §3.3 create: no body', '', 'invalidSyntax'],
  ['RFC 7644 §3.3 create: what is no JSON', '{"userName":', 'invalidSyntax'],
  ['RFC 7644 §3.3 create: a list', [{ userName: 'x' }], 'invalidSyntax'],
  ['RFC 7644 §3.3 create: text', '"userName"', 'invalidSyntax'],
  ['RFC 7644 §3.3 create: no required attribute', { schemas: [urn.user], title: 'x' }, 'invalidValue'],
  ['RFC 7644 §3.3 create: a required attribute without value', { schemas: [urn.user], userName: null }, 'invalidValue'],
  ['RFC 7644 §3.3 create: a member given twice', '{"userName":"a1","userName":"a2"}', 'invalidSyntax'],
  [
    'RFC 7644 §3.3 create: a number for text that is not kept as it is written',
    '{"userName":"a2","title":12345678901234567890}',
    'invalidValue',
  ],
  ['RFC 7644 §3.3 create: a number for text beyond all numbers', '{"userName":"a2","title":1e400}', 'invalidValue'],
  ['RFC 7644 §3.3 create: two primary values', two({ primary: true }, { primary: true }), 'invalidValue'],
  ['RFC 7644 §3.3 create: schemas that are no URNs', { schemas: [7], userName: 'a3' }, 'invalidSyntax'],
] as const)('%s', async (_title, body, scimType) => {
  const { totalResults } = await bench.read('/Users?count=0');
  expectError(await post(body), 400, scimType);
  expect((await bench.read('/Users?count=0')).totalResults).toBe(totalResults);
});

function two(first: object, second: object): object {
  const emails = [
    { value: 'a@a.example', ...first },
    { value: 'b@a.example', ...second },
  ];
  return { schemas: [urn.user], userName: 'two', emails };
}

test('RFC 7644 §3.3 a group is created with its members', async () => {
  const { id } = await bench.user({ displayName: 'Ann' });
  const { status, body } = await post(
    { schemas: [urn.group], displayName: bench.name(), members: [{ value: id }] },
    '/Groups',
  );
  expect(status).toBe(201);
  expect(body.members).toEqual([{ value: id, type: 'User', display: 'Ann', $ref: `${bench.endpoint}/Users/${id}` }]);
});

test('RFC 7644 §3.4.1 a known resource is read by its address, as often as wanted', async () => {
  const created = await bench.user({ title: 'Boss' });
  const answer = await bench.scim(`/Users/${created.id}`);
  expect(answer).toMatchObject({ status: 200, body: created });
  expect(answer.headers.get('content-type')).toBe(scimJson);
  expect((await bench.scim(`/Users/${created.id}`)).body).toEqual(created);
});

test.each([
  ['RFC 7644 §3.4.1 an id that nobody has', `/Users/${unknownId}`],
  ['RFC 7644 §3.4.1 an id of another form', '/Users/1'],
  ['RFC 7644 §3.4.1 a group id that nobody has', `/Groups/${unknownId}`],
  ['RFC 7644 §3.4.1 a very long id', `/Users/${'a'.repeat(400)}`],
  ['RFC 7644 §3.4.1 an id of other characters', `/Users/${encodeURIComponent("' or 1=1 --")}`],
])('%s is a 404', async (_title, path) => {
  expectError(await bench.scim(path), 404);
});

test('RFC 7644 §3.4.1 the id of a user is no id of a group', async () => {
  const { id } = await bench.user();
  expectError(await bench.scim(`/Groups/${id}`), 404);
});

test('RFC 7644 §3.6 a deleted resource is gone for every request, and its name is free', async () => {
  const { id, userName } = await bench.user();
  const answer = await bench.scim(`/Users/${id}`, { method: 'DELETE' });
  expect(answer).toMatchObject({ status: 204, body: undefined });
  expectError(await bench.scim(`/Users/${id}`), 404);
  expectError(await bench.scim(`/Users/${id}`, { method: 'DELETE' }), 404);
  expectError(await bench.patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'x' }), 404);
  expectError(await bench.scim(`/Users/${id}`, { method: 'PUT', body: { schemas: [urn.user], userName } }), 404);
  expect(await bench.found('/Users', `userName eq "${userName}"`)).toEqual([]);
  expect((await bench.user({ userName })).id).not.toBe(id);
});

test('RFC 7644 §3.6 a deleted user is no member any more', async () => {
  const [ann, bob] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([ann.id, bob.id]);
  await bench.scim(`/Users/${ann.id}`, { method: 'DELETE' });
  expect((await bench.read(`/Groups/${id}`)).members).toMatchObject([{ value: bob.id }]);
});

test.each([
  ['RFC 7644 §3.9 attributes: only these, and what is always returned', 'attributes=title', ['title']],
  ['RFC 7644 §3.9 attributes: several', 'attributes=title,%20userName', ['title', 'userName']],
  ['RFC 7644 §3.9 attributes: a sub-attribute', 'attributes=name.familyName', ['name']],
  ['RFC 7644 §3.9 attributes: names are not case sensitive', 'attributes=TITLE', ['title']],
  ['RFC 7644 §3.9 attributes: with the URN of the core schema', `attributes=${urn.user}:title`, ['title']],
  ['RFC 7644 §3.9 attributes: of an extension', `attributes=${urn.enterprise}:department`, [urn.enterprise]],
  ['RFC 7644 §3.9 attributes: an extension as a whole', `attributes=${urn.enterprise}`, [urn.enterprise]],
  ['RFC 7644 §3.9 attributes: one that does not exist', 'attributes=nothing', []],
  [
    'RFC 7644 §3.9 excludedAttributes: everything else',
    'excludedAttributes=title,emails',
    ['userName', 'name', 'meta', urn.enterprise],
  ],
  [
    'RFC 7644 §3.9 excludedAttributes: what is always returned stays',
    'excludedAttributes=id,schemas',
    ['userName', 'title', 'emails', 'name', 'meta', urn.enterprise],
  ],
])('%s', async (_title, query, names) => {
  const { id } = await bench.user({
    schemas: [urn.user, urn.enterprise],
    title: 'Boss',
    name: { familyName: 'Mori', givenName: 'Hana' },
    emails: [{ value: 'x@a.example' }],
    [urn.enterprise]: { department: 'Sales', division: 'East' },
  });
  const body = await bench.read(`/Users/${id}?${query}`);
  expect(Object.keys(body).sort()).toEqual(['id', 'schemas', ...names].sort());
  if (query.includes('familyName')) expect(body.name).toEqual({ familyName: 'Mori' });
  if (query.includes(':department')) expect(body[urn.enterprise]).toEqual({ department: 'Sales' });
});

test('RFC 7644 §3.9 attributes and excludedAttributes together are refused', async () => {
  const { id } = await bench.user();
  expectError(await bench.scim(`/Users/${id}?attributes=title&excludedAttributes=name`), 400, 'invalidValue');
});

test('RFC 7644 §3.9 a create answers with the attributes that were asked for', async () => {
  const answer = await post({ schemas: [urn.user], userName: bench.name(), title: 'Boss' }, '/Users?attributes=title');
  expect(Object.keys(answer.body).sort()).toEqual(['id', 'schemas', 'title']);
});
