import { afterAll, expect, test } from 'vitest';
import { expectError, startBench, unknownId, urn, type Body } from '../bench.ts';

const bench = await startBench();
afterAll(() => bench.close());

const post = (body: object) => bench.scim('/Users', { method: 'POST', body });

/** A user created from the given members, as it is read afterwards. */
async function kept(more: object): Promise<Body> {
  return bench.read(`/Users/${(await bench.user(more)).id}`);
}

test.each([
  ['RFC 7643 §2.1 names of attributes are not case sensitive', { NickName: 'n' }, { nickName: 'n' }],
  [
    'RFC 7643 §2.1 names of sub-attributes are not case sensitive',
    { name: { FAMILYNAME: 'f' } },
    { name: { familyName: 'f' } },
  ],
  ['RFC 7643 §2.1 an attribute that no schema has is passed over', { shoeSize: 42 }, { shoeSize: undefined }],
  ['RFC 7643 §2.3.1 text keeps every character', { title: ' 森\t"\\\u2028😀é ' }, { title: ' 森\t"\\\u2028😀é ' }],
  ['RFC 7643 §2.3.1 text is not normalized: two ways to write é stay two', { title: 'e\u0301' }, { title: 'e\u0301' }],
  ['RFC 7643 §2.3.2 a boolean', { active: false }, { active: false }],
  [
    'RFC 7643 §2.3.6 binary is base64',
    { x509Certificates: [{ value: 'QUJD' }] },
    { x509Certificates: [{ value: 'QUJD' }] },
  ],
  [
    'RFC 7643 §2.3.7 a reference keeps its case',
    { profileUrl: 'https://A.example/B' },
    { profileUrl: 'https://A.example/B' },
  ],
  ['RFC 7643 §2.4 the order of values is kept', ims('c', 'a', 'b'), ims('c', 'a', 'b')],
  ['RFC 7643 §2.4 one primary value', { emails: [{ value: 'a', primary: true }, { value: 'b' }] }, undefined],
  ['RFC 7643 §2.4 type beyond the canonical values', { emails: [{ value: 'a', type: 'yacht' }] }, undefined],
  ['RFC 7643 §2.5 null is no value', { title: null }, { title: undefined }],
  ['RFC 7643 §2.5 an empty list is no value', { emails: [] }, { emails: undefined }],
  ['RFC 7643 §2.5 a complex value of nothing is no value', { name: { familyName: null } }, { name: undefined }],
  ['RFC 7643 §2.5 false is a value', { active: false }, { active: false }],
  ["RFC 7643 §4.1 active is the client's to set and absent until then", {}, { active: undefined }],
])('%s', async (_title, sent, expected = sent) => {
  const user = await kept(sent);
  for (const [name, value] of Object.entries(expected)) expect(user[name], name).toEqual(value);
});

test('RFC 7643 §2.4 a value that is given twice is kept once, whichever way it comes', async () => {
  const [once, primary, other] = [
    { value: 'a@x.example', type: 'work' },
    { value: 'A@x.example', type: 'Work', primary: true },
    { value: 'a@x.example', type: 'home' },
  ];
  const twice = [once, once, other, primary];
  const user = await kept({ emails: twice });
  expect(user.emails).toEqual([primary, other]);
  const address = `/Users/${user.id}`;
  const body = { schemas: [urn.user], userName: user.userName, emails: [once, once] };
  expect((await bench.scim(address, { method: 'PUT', body })).body.emails).toEqual([once]);
  for (const operation of [
    { op: 'replace', path: 'emails', value: twice },
    { op: 'add', path: 'emails', value: [primary, primary] },
    { op: 'add', path: 'emails', value: other },
  ])
    expect((await bench.patch(address, operation)).body.emails).toEqual([primary, other]);
  const change = { op: 'replace', path: 'emails[type eq "home"].type', value: 'work' };
  expect((await bench.patch(address, change)).body.emails).toEqual([primary]);
});

function ims(...values: readonly string[]): object {
  return { ims: values.map((value) => ({ value, type: 'xmpp' })) };
}

test('RFC 7643 §3 schemas names the core schema, and an extension only when it has values', async () => {
  expect((await kept({ schemas: [urn.user, urn.enterprise] })).schemas).toEqual([urn.user]);
  const extended = await kept({ [urn.enterprise]: { department: 'Sales' } });
  expect(extended.schemas).toEqual([urn.user, urn.enterprise]);
});

test('RFC 7643 §3.1 id is given by the server, never changes and is never given again', async () => {
  const { id, userName } = await bench.user({ id: unknownId });
  expect(id).not.toBe(unknownId);
  const renamed = await bench.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: bench.name() });
  expect(renamed.body.id).toBe(id);
  await bench.scim(`/Users/${id}`, { method: 'DELETE' });
  expect((await bench.user({ userName })).id).not.toBe(id);
});

test('RFC 7643 §3.1 id is not the word bulkId, and no two resources share one', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, async () => (await bench.user()).id as string));
  expect(new Set(ids).size).toBe(20);
  for (const id of ids) expect(id).not.toMatch(/bulkId/i);
});

test("RFC 7643 §3.1 externalId is the client's, case exact, and found by", async () => {
  const { externalId, userName } = await kept({ externalId: 'aB-1' });
  expect(externalId).toBe('aB-1');
  expect(await bench.found('/Users', 'externalId eq "aB-1"')).toEqual([userName]);
  expect(await bench.found('/Users', 'externalId eq "AB-1"')).toEqual([]);
});

test('RFC 7643 §3.1 meta: type, times, address and version', async () => {
  const before = Date.now() - 1000;
  for (const [type, resource] of [
    ['User', await bench.user()],
    ['Group', await bench.group()],
  ] as const) {
    const { meta, id } = resource;
    expect(meta.resourceType).toBe(type);
    expect(meta.location).toBe(`${bench.endpoint}/${type}s/${id}`);
    expect(meta.version).toMatch(/^W\/"[^"]+"$/);
    expect(meta.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(meta.lastModified).toBe(meta.created);
    expect(Date.parse(meta.created)).toBeGreaterThan(before);
  }
});

test('RFC 7643 §3.1 meta.lastModified and version change with the resource, created does not', async () => {
  const { id, meta } = await bench.user();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { body } = await bench.patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'Boss' });
  expect(body.meta.created).toBe(meta.created);
  expect(Date.parse(body.meta.lastModified)).toBeGreaterThan(Date.parse(meta.lastModified));
  expect(body.meta.version).not.toBe(meta.version);
});

test('RFC 7643 §3.3 an extension stands under its URN, beside the core attributes', async () => {
  const values = { employeeNumber: '7', department: 'Sales', manager: { value: '26118915' } };
  const user = await kept({ schemas: [urn.user, urn.enterprise], [urn.enterprise]: values });
  expect(user[urn.enterprise]).toEqual(values);
  expect(user).not.toHaveProperty('department');
});

test('RFC 7643 §4.1.2 groups of a user follow from the groups, with value, address and name', async () => {
  const user = await bench.user();
  const group = await bench.group([user.id]);
  const groups = [{ value: group.id, $ref: group.meta.location, display: group.displayName, type: 'direct' }];
  expect((await bench.read(`/Users/${user.id}`)).groups).toEqual(groups);
  await bench.patch(`/Groups/${group.id}`, { op: 'remove', path: 'members' });
  expect(await bench.read(`/Users/${user.id}`)).not.toHaveProperty('groups');
});

test('RFC 7643 §4.2 a member is a user that exists, shown with address, name and type', async () => {
  const user = await bench.user({ displayName: 'Ann' });
  const group = await bench.group([user.id]);
  expect(group.members).toEqual([{ value: user.id, $ref: user.meta.location, display: 'Ann', type: 'User' }]);
  const body = { schemas: [urn.group], displayName: bench.name(), members: [{ value: unknownId }] };
  expectError(await bench.scim('/Groups', { method: 'POST', body }), 400, 'invalidValue');
  expect(await bench.found('/Groups', `displayName eq "${body.displayName}"`)).toEqual([]);
});

test('RFC 7643 §9.2 a password is in no answer and no error', async () => {
  const answers = [
    await post({ schemas: [urn.user], userName: bench.name(), password: 'T0p-Secret!' }),
    await post({ schemas: [urn.user], password: 'T0p-Secret!' }),
    await bench.scim('/Users'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 400, 200]);
  expect(JSON.stringify(answers)).not.toContain('T0p-Secret');
});
