import { randomBytes } from 'node:crypto';
import { basePath, profileFieldNames, routes, userFileColumns, type RouteInput } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdministrator, grantRole } from '../../access/administrators.ts';
import { createSessionLibrary } from '../../access/sessions.ts';
import { userColumns } from '../../directory/import/user-columns.ts';
import { findOrganization } from '../../directory/organizations/organizations.ts';
import { createTestOrganization, importCsv, startTestServer, type TestServer } from '../../test-server.testing.ts';

type Change = NonNullable<RouteInput<typeof routes.updateUser>['body']>;

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

let serial = 0;
async function found() {
  serial += 1;
  const org = `fields${serial}`;
  const params = { org };
  const connection = { org, connection: 'default' };
  const { scim } = await createTestOrganization(running, org);
  const { call } = running;
  return {
    org,
    params,
    scim,
    add: (loginName: string, more: object = {}) =>
      call(routes.createUser, { params, body: { loginName, displayName: loginName, ...more } }),
    edit: (user: string, body: Change) => call(routes.updateUser, { params: { org, user }, body }),
    read: (user: string) => call(routes.getUser, { params: { org, user } }),
    rule: (rules: object) => call(routes.changePolicy, { params: connection, body: { rules } }),
    propagate: (propagation: boolean) => call(routes.setPropagation, { params: connection, body: { propagation } }),
  };
}

const full = {
  surnameReading: 'さとう',
  givenNameReading: 'ようこ',
  localName: 'Sato Yoko',
  localNameLocale: 'en',
  title: 'Engineer',
  employeeNumber: '0042',
  phone: '+81 3 1234 5678',
  mobilePhone: '090-0000-0000',
  extensionNumber: '77',
  callto: 'yoko.sato',
  url: 'https://people.example/yoko',
  locale: 'pt-BR',
  timeZone: 'Asia/Tokyo',
  birthDate: '1990-02-28',
  joinDate: '2015-04-01',
  description: 'Likes; "quotes", and\nlines',
  sortOrder: 7,
};
const nothing = Object.fromEntries(profileFieldNames.map((name) => [name, '']));
const extension = 'urn:lockstep:params:scim:schemas:extension:profile:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('the fields of the cybozu.com User API', () => {
  test('are kept, shown, cleared, and are the attributes of RFC 7643 where it has them', async () => {
    const { add, edit, read, scim } = await found();
    const { id } = await add('yoko', full);
    expect(await read(id)).toMatchObject(full);
    expect((await scim(`/Users/${id}`)).body).toMatchObject({
      title: 'Engineer',
      profileUrl: full.url,
      locale: 'pt-BR',
      timezone: 'Asia/Tokyo',
      phoneNumbers: [
        { value: full.phone, type: 'work' },
        { value: full.mobilePhone, type: 'mobile' },
      ],
      [enterprise]: { employeeNumber: '0042' },
      [extension]: { surnameReading: 'さとう', birthDate: '1990-02-28', sortOrder: 7, extensionNumber: '77' },
    });
    await scim(`/Users/${id}`, {
      method: 'PATCH',
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [
          { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '1' },
          { op: 'replace', path: `${extension}:joinDate`, value: '2016-04-01' },
        ],
      },
    });
    expect(await read(id)).toMatchObject({ ...full, phone: '1', joinDate: '2016-04-01' });
    const cleared = await edit(id, { ...nothing, sortOrder: null });
    expect(cleared).toMatchObject(nothing);
    expect(cleared).not.toHaveProperty('sortOrder');
    const { body } = await scim(`/Users/${id}`);
    for (const name of [extension, enterprise, 'phoneNumbers', 'title', 'timezone'])
      expect(body).not.toHaveProperty(name);
  });

  test('stand in the audit log, attribute by attribute', async () => {
    const { add, edit, params } = await found();
    const { id } = await add('audited', { phone: '1' });
    await edit(id, { phone: '2', birthDate: '2000-01-01' });
    const { entries } = await running.call(routes.listAuditLog, { params, query: { resource: id } });
    expect(entries[0]?.attributes.map(({ path }) => path)).toEqual(['phoneNumbers', `${extension}:birthDate`]);
  });

  test.each<[string, object]>([
    ['surnameReading', { surnameReading: 'x'.repeat(65) }],
    ['phone', { phone: '1'.repeat(101) }],
    ['description', { description: 'x'.repeat(1001) }],
    ['url', { url: 'javascript:alert(1)' }],
    ['locale', { locale: 'not a language' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['birthDate', { birthDate: '2015-02-30' }],
    ['sortOrder', { sortOrder: -1 }],
  ])('refuses %s beyond its limits and changes nothing', async (path, change) => {
    const { add, edit, read } = await found();
    const { id } = await add('limited');
    await expect(edit(id, change)).rejects.toMatchObject({
      problem: { status: 400, code: 'invalid_request', issues: [expect.objectContaining({ path })] },
    });
    expect(await read(id)).toMatchObject(nothing);
  });

  test('go out as CSV and come in again; what cannot be is reported with its line', async () => {
    const one = await found();
    await one.add('yoko', full);
    const csv = await running.call(routes.exportUsers, { params: one.params });
    expect(csv.replace(/^\uFEFF/, '').split('\r\n')[0]).toBe(userFileColumns);
    expect(userFileColumns).toBe(userColumns.join(','));
    const two = await found();
    expect(await importCsv(running, two.params.org, csv)).toMatchObject({ created: 1, faults: [] });
    expect(await importCsv(running, two.params.org, csv)).toMatchObject({ unchanged: 1 });
    const { users } = await running.call(routes.listUsers, { params: two.params });
    expect(users).toMatchObject([full]);
    const bad =
      'loginName,birthDate,sortOrder,url,timeZone\nyoko,2000-13-01,,,\nb,,x,,\nc,,,ftp://x,\nd,,,,Nowhere\nyoko,,,,\n';
    const report = await importCsv(running, two.params.org, bad);
    expect(report).toMatchObject({ updated: 1, created: 0 });
    expect(report.faults.map(({ line, code, values }) => [line, code, values['column']])).toEqual([
      [2, 'invalid_cell', 'birthDate'],
      [3, 'invalid_cell', 'sortOrder'],
      [4, 'invalid_cell', 'url'],
      [5, 'invalid_cell', 'timeZone'],
    ]);
    // an empty cell clears, and what has no column stays
    const [after] = (await running.call(routes.listUsers, { params: two.params })).users;
    expect(after).toMatchObject({ birthDate: '', url: '', timeZone: '', phone: full.phone });
  });
});

describe('who manages a user', () => {
  test('is whoever the ledger links it with, whatever the external id says', async () => {
    const { add, scim, read, params } = await found();
    const mine = await add('mine');
    expect(mine).toMatchObject({ managed: false, managedBy: [], locked: [] });
    const { body } = await scim('/Users', { method: 'POST', body: { userName: 'theirs' } });
    expect(await read(body.id)).toMatchObject({ managed: true, managedBy: [expect.any(String)] });
    const user = { ...params, connection: 'default', user: body.id };
    await running.call(routes.actOnLink, { params: user, body: { action: 'forget' } });
    expect(await read(body.id)).toMatchObject({ managed: false, managedBy: [], locked: [] });
  });

  const document = ['loginName', 'displayName', 'surname', 'givenName', 'email', 'active'];
  test.each<[object, boolean, readonly string[], Change, Change]>([
    [{ localLoginName: 'kept' }, true, ['loginName'], { loginName: 'renamed' }, { displayName: 'x' }],
    [{ localLoginName: 'kept' }, false, [], {}, { loginName: 'renamed' }],
    [
      { localEdits: 'refused', attributes: 'document', services: 'ignored' },
      true,
      document,
      { active: false },
      { availableServices: ['kintone'], phone: '1' },
    ],
    [
      { localEdits: 'refused', attributes: 'document', services: 'accepted' },
      true,
      [...document, 'availableServices'],
      { availableServices: ['kintone'] },
      { phone: '1', birthDate: '2000-01-01' },
    ],
    [
      { localEdits: 'refused', attributes: 'all', services: 'accepted' },
      true,
      [...document, 'availableServices', ...profileFieldNames, 'sortOrder', 'extensions'],
      { phone: '1' },
      {},
    ],
  ])('%j, propagation %s, locks %j: %j is refused, %j is not', async (rules, propagation, locked, not, yes) => {
    const { scim, edit, read, rule, propagate } = await found();
    await rule(rules);
    const { body } = await scim('/Users', { method: 'POST', body: { userName: 'theirs' } });
    await propagate(propagation);
    expect((await read(body.id)).locked).toEqual(locked);
    const before = await read(body.id);
    if (Object.keys(not).length > 0) {
      await expect(edit(body.id, not)).rejects.toMatchObject({
        problem: { status: 409, code: 'managed_by_identity_provider' },
      });
      expect(await read(body.id)).toEqual(before);
    }
    expect(await edit(body.id, yes)).toMatchObject(yes);
  });
});

test("one's own page: the language is the account's, and the login name is held as anywhere", async () => {
  const { org, add, scim, propagate, rule } = await found();
  const password = 'correct horse battery';
  const email = `me@${org}.example`;
  const library = createSessionLibrary({
    database: running.database,
    publicUrl: running.url,
    encryptionKey: randomBytes(32),
  });
  const { id } = await createAdministrator(library, { name: 'Me', email, password });
  const organizationId = (await findOrganization(running.database.db, org))?.id ?? '';
  await grantRole(running.database.db, { administratorId: id, organizationId, role: 'auditor' });
  await rule({ localLoginName: 'kept' });
  const me = (await scim('/Users', { method: 'POST', body: { userName: 'me' } })).body.id;
  const other = await add('other');
  const roles = running.database.db.updateTable('administrator_roles').set({ user_id: me });
  await roles.where('administrator_id', '=', id).execute();
  const json = { 'content-type': 'application/json', origin: running.url };
  const signedIn = await fetch(`${running.url}${basePath}/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email, password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const send = async (path: string, body?: object) => {
    const method = body === undefined ? 'GET' : 'PATCH';
    const answer = await fetch(`${running.url}${basePath}${path}`, {
      method,
      headers: { ...json, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  };
  expect((await send('/account')).body).not.toHaveProperty('language');
  expect((await send('/account', { language: 'ja' })).status).toBe(204);
  expect((await send('/account', { language: 'xx' })).status).toBe(400);
  expect((await send('/session')).body.administrator).toMatchObject({ language: 'ja', name: 'Me' });
  expect((await send('/account')).body.users).toMatchObject([{ id: me, loginName: 'me', locked: ['loginName'] }]);
  expect((await send(`/account/users/${me}`, { phone: '123', timeZone: 'Asia/Tokyo' })).status).toBe(204);
  expect(await send(`/account/users/${me}`, { loginName: 'myself' })).toMatchObject({
    status: 409,
    body: { code: 'managed_by_identity_provider', issues: [{ path: 'loginName' }] },
  });
  // nobody else's user, and nothing beside what is one's own to change
  expect((await send(`/account/users/${other.id}`, { phone: '123' })).status).toBe(404);
  expect((await send(`/account/users/${me}`, { availableServices: ['kintone'] })).status).toBe(400);
  await propagate(false);
  expect((await send(`/account/users/${me}`, { loginName: 'myself' })).status).toBe(204);
  expect((await send('/account')).body.users).toMatchObject([
    { loginName: 'myself', phone: '123', timeZone: 'Asia/Tokyo', locked: [] },
  ]);
  expect((await send('/account', { language: null })).status).toBe(204);
  expect((await send('/account')).body).not.toHaveProperty('language');
});
