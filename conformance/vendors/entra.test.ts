import { randomUUID } from 'node:crypto';
import { routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { warnOfExpiry } from '../../packages/server/src/inbound/token-expiry/warn-of-expiry.ts';
import { expectError, expectList, idsOf, memberIds, startBench, unknownId, urn, type Body } from '../bench.ts';

/**
 * What Microsoft Entra ID sends, as its documentation says and as it was seen to. Bodies are our own examples.
 * - Endpoints: learn.microsoft.com, "Develop and plan provisioning for a SCIM endpoint in Microsoft Entra ID"
 * - PATCH in both styles: learn.microsoft.com, "Known issues and resolutions with SCIM 2.0 protocol compliance"
 * - Cycles, soft delete and restore: learn.microsoft.com, "How Application Provisioning works in Microsoft Entra ID"
 * - Quarantine: learn.microsoft.com, "Application provisioning in quarantine status"
 */
const bench = await startBench();
afterAll(() => bench.close());

/** The tenant URL with the compliance flag sends it with every request. */
const flag = 'aadOptscim062020';
const legacyGroup = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const filtered = (collection: string, filter: string): string => `${collection}?filter=${encodeURIComponent(filter)}`;

function newUser(userName: string, more: object = {}): object {
  return {
    schemas: [urn.user, urn.enterprise],
    externalId: userName.split('@')[0],
    userName,
    active: true,
    addresses: null,
    displayName: 'Hana Mori',
    emails: [{ primary: true, type: 'work', value: userName }],
    meta: { resourceType: 'User' },
    name: { formatted: 'Hana Mori', familyName: 'Mori', givenName: 'Hana' },
    roles: [],
    ...more,
  };
}

async function post(collection: string, body: object): Promise<Body> {
  const answer = await bench.scim(collection, { method: 'POST', body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

const patchUser = (id: string, ...operations: readonly object[]) => bench.patch(`/Users/${id}`, ...operations);

async function patched(id: string, ...operations: readonly object[]): Promise<Body> {
  const answer = await patchUser(id, ...operations);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(await bench.read(`/Users/${id}`)).toEqual(answer.body);
  return answer.body;
}

describe.each([
  ['Entra L1 the whole life of a user and a group, default style', ''],
  ['Entra L2 the whole life of a user and a group, with the compliance flag', `?${flag}`],
])('%s', (_title, query) => {
  const style = query === '' ? 'default' : 'compliant';
  const at = (path: string): string => {
    const [address, more] = path.split('?');
    const parameters = [query.slice(1), more ?? ''].filter((part) => part !== '').join('&');
    return parameters === '' ? address! : `${address}?${parameters}`;
  };
  const op = (verb: string): string => (style === 'default' ? verb : verb.toLowerCase());

  test('each answer lets the cycle go on', async () => {
    const name = `hana.${style}@acme.example`;
    // test connection, then schema discovery
    expectList((await bench.scim(at(filtered('/Users', `userName eq "${randomUUID()}"`)))).body, 0);
    expect((await bench.scim(at('/Schemas'))).status).toBe(200);

    // initial cycle: nobody matches, create
    expectList((await bench.scim(at(filtered('/Users', `userName eq "${name}"`)))).body, 0);
    const boss = await post(at('/Users'), newUser(`boss.${style}@acme.example`));
    const user = await post(at('/Users'), newUser(name));
    expectList((await bench.scim(at(filtered('/Users', `userName eq "${name}"`)))).body, 1);
    const address = at(`/Users/${user.id}`);

    // references come after everybody exists
    const check = at(`${filtered('/Users', `id eq "${user.id}" and manager eq "${boss.id}"`)}&attributes=id`);
    expectList((await bench.scim(check)).body, 0);
    const manager = { op: op('Add'), path: 'manager', value: [{ $ref: boss.meta.location, value: boss.id }] };
    expect((await bench.patch(address, manager)).status).toBe(200);
    expectList((await bench.scim(check)).body, 1);

    // incremental cycle: read, then the difference
    expect((await bench.scim(address)).status).toBe(200);
    const mail = { path: 'emails[type eq "work"].value', value: `new.${name}` };
    const department = `${urn.enterprise}:department`;
    const difference =
      style === 'default'
        ? [
            { op: 'Replace', ...mail },
            { op: 'Replace', path: 'name.familyName', value: 'Ito' },
            { op: 'Add', path: department, value: 'Sales' },
          ]
        : [
            { op: 'replace', ...mail },
            { op: 'replace', value: { 'name.familyName': 'Ito', [department]: 'Sales' } },
          ];
    const { body: changed } = await bench.patch(address, ...difference);
    expect(changed).toMatchObject({
      name: { familyName: 'Ito', givenName: 'Hana' },
      emails: [{ value: `new.${name}`, type: 'work', primary: true }],
      [urn.enterprise]: { department: 'Sales', manager: { value: boss.id } },
    });

    // a group, then its members, then one of them leaves
    const group = `Sales ${style}`;
    const lookup = `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${group}"`)}`;
    expectList((await bench.scim(at(lookup))).body, 0);
    const { id: groupId } = await post(at('/Groups'), {
      schemas: [urn.group, legacyGroup],
      externalId: randomUUID(),
      displayName: group,
      meta: { resourceType: 'Group' },
    });
    const groupAddress = at(`/Groups/${groupId}`);
    const members = [user.id, boss.id].map((value) => ({ $ref: null, value }));
    const added = await bench.patch(groupAddress, { op: op('Add'), path: 'members', value: members });
    expect(added).toMatchObject({ status: 204, body: undefined });
    expectList((await bench.scim(at(lookup))).body, 1);
    const removal =
      style === 'default'
        ? { op: 'Remove', path: 'members', value: [{ $ref: null, value: boss.id }] }
        : { op: 'remove', path: `members[value eq "${boss.id}"]` };
    expect((await bench.patch(groupAddress, removal)).status).toBe(204);
    expect(memberIds((await bench.scim(groupAddress)).body)).toEqual([user.id]);

    // out of scope, back again, and gone
    const active = (value: boolean): object => ({
      op: op('Replace'),
      path: 'active',
      value: style === 'default' ? (value ? 'True' : 'False') : value,
    });
    expect((await bench.patch(address, active(false))).body.active).toBe(false);
    expect((await bench.scim(at(filtered('/Users', `userName eq "${name}"`)))).body.Resources[0].active).toBe(false);
    expect((await bench.patch(address, active(true))).body.active).toBe(true);
    expect((await bench.scim(address, { method: 'DELETE' })).status).toBe(204);
    expect((await bench.scim(groupAddress, { method: 'DELETE' })).status).toBe(204);
    expectError(await bench.scim(address), 404);
    expectError(await bench.scim(groupAddress), 404);
  });
});

test('Entra E1 the connection test asks for a random GUID: 200 with an empty list', async () => {
  for (const attribute of ['userName', 'externalId', 'emails[type eq "work"].value']) {
    const answer = await bench.scim(filtered('/Users', `${attribute} eq "${randomUUID()}"`));
    expect(answer.status).toBe(200);
    expectList(answer.body, 0);
  }
});

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

test('Entra E5 the flag is a query parameter of every request, and both styles come over one connection', async () => {
  const user = await post(`/Users?${flag}`, newUser(`${bench.name()}@acme.example`));
  expect((await bench.scim(`/Users?${flag}&${filtered('', `id eq "${user.id}"`).slice(1)}`)).body.totalResults).toBe(1);
  const compliant = await bench.patch(`/Users/${user.id}?${flag}`, { op: 'replace', path: 'active', value: false });
  expect(compliant.body.active).toBe(false);
  expect((await patched(user.id, { op: 'Replace', path: 'active', value: 'True' })).active).toBe(true);
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

test('Entra E11 references are checked by a filter of id and reference', async () => {
  const [boss, user] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([user.id]);
  await patched(user.id, { op: 'Add', path: 'manager', value: boss.id });
  for (const [who, whom, total] of [
    [user.id, boss.id, 1],
    [boss.id, user.id, 0],
  ] as const) {
    const { body } = await bench.scim(filtered('/Users', `id eq "${who}" and manager eq "${whom}"`));
    expectList(body, total);
  }
  for (const attribute of ['members', 'members.value']) {
    expectList((await bench.scim(filtered('/Groups', `id eq "${id}" and ${attribute} eq "${user.id}"`))).body, 1);
    expectList((await bench.scim(filtered('/Groups', `id eq "${id}" and ${attribute} eq "${boss.id}"`))).body, 0);
  }
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

test('Entra E15 groups are matched by name without their members', async () => {
  const { displayName, id } = await bench.group([(await bench.user()).id]);
  const filter = encodeURIComponent(`displayName eq "${displayName.toUpperCase()}"`);
  const { Resources } = await bench.read(`/Groups?excludedAttributes=members&filter=${filter}`);
  expect(Resources).toHaveLength(1);
  expect(Resources[0]).toMatchObject({ id, displayName });
  expect(Resources[0]).not.toHaveProperty('members');
});

test('Entra E16 a PATCH of a user answers 200 with the user, one of a group 204', async () => {
  const [user, group] = [await bench.user(), await bench.group()];
  const operation = { op: 'Replace', path: 'displayName', value: bench.name() };
  expect(await patchUser(user.id, operation)).toMatchObject({ status: 200, body: { id: user.id } });
  expect(await bench.patch(`/Groups/${group.id}`, operation)).toMatchObject({ status: 204, body: undefined });
});

test('Entra E17 matching by externalId or by the work address, quoted or not', async () => {
  const externalId = `x${bench.name()}`.replaceAll('.', '');
  const { userName } = await bench.user({
    externalId,
    emails: [{ type: 'work', value: `${externalId}@acme.example` }],
  });
  for (const filter of [
    `externalId eq "${externalId}"`,
    `externalId eq ${externalId}`,
    `emails[type eq "work"].value eq "${externalId}@acme.example"`,
    `emails[type eq "work" and value eq "${externalId}@acme.example"]`,
  ])
    expect(await bench.found('/Users', filter), filter).toEqual([userName]);
});

test('Entra E18 a disabled user is read, listed and found', async () => {
  const { id, userName } = await bench.user({ active: false });
  expect((await bench.read(`/Users/${id}`)).active).toBe(false);
  expect(await bench.found('/Users', `userName eq "${userName}"`)).toEqual([userName]);
  expect(await bench.found('/Users', `active eq "False" and id eq "${id}"`)).toEqual([userName]);
});

test('Entra E19 a soft delete renames and disables at once; the user stays the same and can come back', async () => {
  const { id, userName } = await bench.user({ active: true });
  const tombstone = `${randomUUID().replaceAll('-', '')}${userName}`;
  const deleted = await patched(
    id,
    { op: 'Replace', path: 'userName', value: tombstone },
    { op: 'Replace', path: 'active', value: 'False' },
  );
  expect(deleted).toMatchObject({ id, active: false });
  const restored = await patched(
    id,
    { op: 'Replace', path: 'userName', value: userName },
    { op: 'Replace', path: 'active', value: 'True' },
  );
  expect(restored).toMatchObject({ id, userName, active: true });
});

test('Entra E19 where login names are kept, a soft delete disables all the same, and again without effect', async () => {
  const kept = await bench.neighbour('keeps-names', 'cybozu');
  const { id, userName } = await kept.user({ active: true });
  const tombstone = `${randomUUID().replaceAll('-', '')}${userName}`;
  const rename = { op: 'Replace', path: 'userName', value: tombstone };
  const disable = { op: 'Replace', path: 'active', value: 'False' };
  const answer = await kept.patch(`/Users/${id}`, rename, disable);
  expect(answer).toMatchObject({ status: 200, body: { id, userName, active: false, meta: { version: 'W/"2"' } } });
  expect((await kept.patch(`/Users/${id}`, rename, disable)).body).toEqual(answer.body);
  const restored = await kept.patch(`/Users/${id}`, { ...rename, value: userName }, { ...disable, value: 'True' });
  expect(restored).toMatchObject({ status: 200, body: { id, userName, active: true } });
  // any other name is refused, and so is this one for somebody who stays
  for (const operations of [[rename], [{ ...rename, value: 'other@acme.example' }, disable]])
    expectError(await kept.patch(`/Users/${id}`, ...operations), 400, 'mutability');
  expect((await kept.read(`/Users/${id}`)).active).toBe(true);
});

test.each([
  ['%20 for a space', (filter: string) => encodeURIComponent(filter)],
  ['+ for a space', (filter: string) => encodeURIComponent(filter).replaceAll('%20', '+')],
  ['quotes as they are', (filter: string) => encodeURIComponent(filter).replaceAll('%22', '"')],
])('Entra E20 filters come encoded in several ways: %s', async (_name, encode) => {
  for (const name of ['ann+news@acme.example', "o'hara@acme.example", 'a&b=c#d%@acme.example', '森@acme.example']) {
    const found = await bench.scim(`/Users?filter=${encode(`userName eq "${name}"`)}`);
    if (found.body.totalResults === 0) await bench.user({ userName: name });
    const { body } = await bench.scim(`/Users?filter=${encode(`userName eq "${name}"`)}`);
    expect(body.Resources).toMatchObject([{ userName: name }]);
  }
});

test('Entra E21 one value for each type: adding the address of a type again does not double it', async () => {
  const { id } = await bench.user({ emails: [{ type: 'work', value: 'a@acme.example', primary: true }] });
  const path = 'emails[type eq "work"].value';
  for (const verb of ['Add', 'Replace']) {
    const { emails } = await patched(id, { op: verb, path, value: `${verb}@acme.example` });
    expect(emails).toEqual([{ type: 'work', value: `${verb}@acme.example`, primary: true }]);
  }
});

test('Entra E22 what would put the job into quarantine is told: refused writes, credentials that stopped working', async () => {
  const params = { org: 'quarantined', connection: 'default' };
  const tenant = await bench.neighbour(params.org);
  const isAssessed = (quarantine: object) =>
    vi.waitFor(
      async () => {
        const health = await bench.running.call(routes.getConnectionHealth, { params });
        expect(health.quarantine).toEqual(quarantine);
      },
      { interval: 20 },
    );
  await isAssessed({ state: 'clear' });
  for (let sent = 0; sent < 20; sent += 1) {
    expectError(await tenant.scim('/Users', { method: 'POST', body: newUser('') }), 400, 'invalidValue');
  }
  await isAssessed({ state: 'watch', reason: 'share' });
  const { tokens } = await bench.running.call(routes.listApiTokens, { params });
  for (const { id: token } of tokens)
    await bench.running.call(routes.changeApiToken, { params: { ...params, token }, body: { enabled: false } });
  expectError(await tenant.scim('/Users'), 401);
  await isAssessed({ state: 'quarantine', reason: 'credentials' });
});

test('Entra E22 a token that runs out, which leads there, is warned of in time', async () => {
  const params = { org: 'acme', connection: 'default' };
  const body = { notes: 'Entra', validity: { days: 40 }, networks: [] };
  const { id } = await bench.running.call(routes.createApiToken, { params, body });
  const day = 86_400_000;
  const daysWarned = async (passed: number): Promise<number[]> => {
    const warnings = await warnOfExpiry(bench.running.database, new Date(Date.now() + passed * day));
    return warnings.filter(({ tokenId }) => tokenId === id).map(({ days }) => days);
  };
  expect([await daysWarned(5), await daysWarned(11), await daysWarned(34)]).toEqual([[], [30], [7]]);
});

test('Entra E23 the rate that the gallery asks for, 25 requests a second, is let through by default', async () => {
  const ordinary = await startBench({ LOCKSTEP_SCIM_RATE: '50' });
  const answers = await Promise.all(Array.from({ length: 25 }, () => ordinary.scim('/Users?count=1')));
  expect(answers.map(({ status }) => status)).toEqual(Array(25).fill(200));
  await ordinary.close();
});

test('Entra E24 /Schemas is a list without any null', async () => {
  const { status, body } = await bench.scim(`/Schemas?${flag}`);
  expect(status).toBe(200);
  expectList(body, body.Resources.length);
  expect(JSON.stringify(body)).not.toContain('null');
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
