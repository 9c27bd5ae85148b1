import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { expectError, idsOf, memberIds, startBench, unknownId, urn } from '../bench.ts';
import { entra, flag, legacyGroup, newUser } from './entra.ts';

/** How Microsoft Entra ID writes its creates and PATCHes of users and groups. */
const bench = await startBench();
afterAll(() => bench.close());
const { post, patchUser, patched } = entra(bench);

test.each([
  ['Add', { op: 'Add', path: 'title', value: 'new' }, 'new'],
  ['Replace', { op: 'Replace', path: 'title', value: 'new' }, 'new'],
  ['Remove', { op: 'Remove', path: 'title' }, undefined],
])('Entra E2 operation names have capitals: %s', async (_name, operation, title) => {
  const { id } = await bench.user({ title: 'old' });
  expect((await patched(id, operation)).title).toBe(title);
});

test.each(['False', 'false', 'FALSE', false])('Entra E3 a boolean comes as text: %j deactivates', async (value) => {
  const { id } = await bench.user({ active: true });
  expect((await patched(id, { op: 'Replace', path: 'active', value })).active).toBe(false);
});

test('Entra E3 a boolean comes as text: within a path, in a filter, and within a pathless value', async () => {
  const { id, userName } = await bench.user({ emails: [{ value: 'a@acme.example', type: 'work', primary: 'True' }] });
  const path = 'emails[primary eq "True"].value';
  const body = await patched(id, { op: 'Replace', path, value: 'b@acme.example' });
  expect(body.emails).toEqual([{ value: 'b@acme.example', type: 'work', primary: true }]);
  expect(await bench.found('/Users', `emails[primary eq "True"] and userName eq "${userName}"`)).toEqual([userName]);
  expect((await patched(id, { op: 'Replace', value: { active: 'False' } })).active).toBe(false);
  expectError(await patchUser(id, { op: 'Replace', path: 'active', value: 'Falsch' }), 400, 'invalidValue');
});

test('Entra E4 the compliant style merges attributes under dotted and URN keys', async () => {
  const { id } = await bench.user({ name: { familyName: 'Mori', givenName: 'Hana' } });
  const value = {
    'name.givenName': 'Yuki',
    displayName: 'Yuki Mori',
    [`${urn.enterprise}:department`]: 'Sales',
    [`${urn.enterprise}:manager`]: unknownId,
  };
  expect(await patched(id, { op: 'replace', value })).toMatchObject({
    name: { familyName: 'Mori', givenName: 'Yuki' },
    displayName: 'Yuki Mori',
    [urn.enterprise]: { department: 'Sales', manager: { value: unknownId } },
  });
});

test('Entra E6 removal by a list of values takes these members, and never all', async () => {
  const [ann, bob, cy] = [await bench.user(), await bench.user(), await bench.user()];
  const { id } = await bench.group([ann.id, bob.id, cy.id]);
  const value = [{ $ref: null, value: ann.id }, { value: unknownId }];
  expect((await bench.patch(`/Groups/${id}`, { op: 'Remove', path: 'members', value })).status).toBe(204);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual(idsOf(bob, cy));
});

test('Entra E7 removal by a value path takes one member; one who is not there is no error', async () => {
  const [ann, bob] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([ann.id, bob.id]);
  for (const member of [ann.id, ann.id, unknownId]) {
    const operation = { op: 'remove', path: `members[value eq "${member}"]` };
    expect((await bench.patch(`/Groups/${id}?${flag}`, operation)).status).toBe(204);
  }
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual([bob.id]);
});

test('Entra E8 members come with $ref null, and may be there already', async () => {
  const ann = await bench.user();
  const { id } = await bench.group();
  const operation = { op: 'Add', path: 'members', value: [{ $ref: null, value: ann.id }] };
  expect((await bench.patch(`/Groups/${id}`, operation)).status).toBe(204);
  const once = await bench.read(`/Groups/${id}`);
  expect((await bench.patch(`/Groups/${id}`, operation)).status).toBe(204);
  expect(await bench.read(`/Groups/${id}`)).toEqual(once);
  expect(memberIds(once)).toEqual([ann.id]);
});

test.each([
  ['emails', 'emails[type eq "work"].value', 'a@acme.example', [{ type: 'work', value: 'a@acme.example' }]],
  ['phoneNumbers', 'phoneNumbers[type eq "mobile"].value', '+81 3', [{ type: 'mobile', value: '+81 3' }]],
  ['addresses', 'addresses[type eq "work"].locality', 'Tokyo', [{ type: 'work', locality: 'Tokyo' }]],
  ['roles', 'roles[primary eq "True"].value', 'Admin', [{ primary: true, value: 'Admin' }]],
])('Entra E9 a value path makes the value of %s that is not there', async (name, path, value, expected) => {
  for (const verb of ['Add', 'Replace']) {
    const { id } = await bench.user();
    expect((await patched(id, { op: verb, path, value }))[name]).toEqual(expected);
  }
});

test.each([
  ['an id', (id: string) => id],
  ['a list with a reference', (id: string) => [{ $ref: `https://scim.example/Users/${id}`, value: id }]],
  ['an object', (id: string) => ({ value: id })],
])('Entra E10 the manager without URN, as %s, and cleared with empty text', async (_name, make) => {
  const [boss, user] = [await bench.user(), await bench.user()];
  const set = await patched(user.id, { op: 'Add', path: 'manager', value: make(boss.id) });
  expect(set[urn.enterprise].manager.value).toBe(boss.id);
  const cleared = await patched(user.id, { op: 'Replace', path: 'manager', value: '' });
  expect(cleared[urn.enterprise]?.manager).toBeUndefined();
});

test('Entra E12 nulls and empty lists in a create are no values', async () => {
  const more = {
    addresses: null,
    phoneNumbers: [],
    title: null,
    [urn.enterprise]: { manager: null, department: null },
  };
  const user = await post('/Users', newUser(`${bench.name()}@acme.example`, more));
  for (const name of ['addresses', 'phoneNumbers', 'title', 'roles', urn.enterprise])
    expect(user).not.toHaveProperty([name]);
});

test('Entra E13 a group comes with the URN of an older product and meta.resourceType', async () => {
  const group = await post('/Groups', {
    schemas: [urn.group, legacyGroup],
    displayName: bench.name(),
    meta: { resourceType: 'Group' },
  });
  expect(group.schemas).toEqual([urn.group]);
});

test('Entra E14 a role comes as JSON within text', async () => {
  const { id } = await bench.user();
  const role = { id: randomUUID(), value: 'Admin', displayName: 'Administrator' };
  const body = await patched(id, { op: 'Add', path: 'roles', value: [{ value: JSON.stringify(role) }] });
  expect(body.roles).toEqual([{ id: role.id, value: 'Admin', display: 'Administrator' }]);
});

test('Entra E16 a PATCH of a user answers 200 with the user, one of a group 204', async () => {
  const [user, group] = [await bench.user(), await bench.group()];
  const operation = { op: 'Replace', path: 'displayName', value: bench.name() };
  expect(await patchUser(user.id, operation)).toMatchObject({ status: 200, body: { id: user.id } });
  expect(await bench.patch(`/Groups/${group.id}`, operation)).toMatchObject({ status: 204, body: undefined });
});

test('Entra E21 one value for each type: adding the address of a type again does not double it', async () => {
  const { id } = await bench.user({ emails: [{ type: 'work', value: 'a@acme.example', primary: true }] });
  const path = 'emails[type eq "work"].value';
  for (const verb of ['Add', 'Replace']) {
    const { emails } = await patched(id, { op: verb, path, value: `${verb}@acme.example` });
    expect(emails).toEqual([{ type: 'work', value: `${verb}@acme.example`, primary: true }]);
  }
});

test('Entra E25 a group within a group is refused with a reason, and nobody else is lost', async () => {
  const [inner, outer, ann] = [await bench.group(), await bench.group(), await bench.user()];
  await bench.patch(`/Groups/${outer.id}`, { op: 'Add', path: 'members', value: [{ value: ann.id }] });
  const operation = { op: 'Add', path: 'members', value: [{ value: inner.id }] };
  const answer = await bench.patch(`/Groups/${outer.id}`, operation);
  expectError(answer, 400, 'invalidValue');
  expect(answer.body.detail).toMatch(/not supported/);
  expect(memberIds(await bench.read(`/Groups/${outer.id}`))).toEqual([ann.id]);
});

test.each([
  ['text where an object belongs', { name: 'Hana' }],
  ['a boolean of other words', { active: 'perhaps' }],
  ['a list where text belongs', { userName: ['a', 'b'] }],
])('Entra V1 the validator sends wrong types: %s', async (_name, more) => {
  expectError(
    await bench.scim('/Users', { method: 'POST', body: newUser(`${bench.name()}@a.example`, more) }),
    400,
    'invalidValue',
  );
});

test('Entra V2 the validator creates a user twice: 409', async () => {
  const { userName } = await bench.user();
  expectError(await bench.scim('/Users', { method: 'POST', body: newUser(userName.toUpperCase()) }), 409, 'uniqueness');
});
