import { randomBytes } from 'node:crypto';
import { basePath, problemSchema, routes, scopeOf, scopes, type Route, type Scope } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributesOf } from '../../changes/entry-attributes.ts';
import { createAdministrator, grantRole } from '../../access/administrators.ts';
import type { Role } from '../../access/scopes.ts';
import { createSessionLibrary } from '../../access/sessions.ts';
import { findOrganization } from '../../directory/organizations/organizations.ts';
import {
  adminToken,
  createTestOrganization,
  importCsv,
  startTestServer,
  type TestServer,
} from '../../test-server.testing.ts';
import { addOwnPage } from './people.testing.ts';

let running: TestServer;
const password = 'correct horse battery';

beforeAll(async () => {
  running = await startTestServer();
  for (const slug of ['acme', 'other']) await createTestOrganization(running, slug);
  await addAdministrator('ann@acme.example', 'organization_administrator');
  await addAdministrator('audit@acme.example', 'auditor');
});
afterAll(() => running.close());

async function addAdministrator(email: string, role: Role): Promise<void> {
  const { database, url } = running;
  const library = createSessionLibrary({ database, publicUrl: url, encryptionKey: randomBytes(32) });
  const { id } = await createAdministrator(library, { name: email, email, password });
  const organization = await findOrganization(database.db, 'acme');
  await grantRole(database.db, { administratorId: id, organizationId: organization?.id ?? '', role });
}

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(running.url + basePath + path, init);
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function signIn(email: string): Promise<Record<string, string>> {
  const answer = await post('/session', { email, password });
  expect(answer.status).toBe(200);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { cookie, origin: running.url };
}

/** The headers of a new API key of the organization acme. */
async function keyWith(scopes: readonly Scope[]): Promise<Record<string, string>> {
  const body = { notes: 'test', validity: { days: 1 }, scopes: [...scopes] };
  const { key } = await running.call(routes.createApiKey, { params: { org: 'acme' }, body });
  return { authorization: `Bearer ${key}` };
}

async function expectProblem(answer: Response, status: number, code: string): Promise<void> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.parse(await answer.json());
  expect(problem).toMatchObject({ status, code });
  expect(problem.correlationId).toBe(answer.headers.get('x-correlation-id'));
  expect(answer.status).toBe(status);
}

describe('sessions', () => {
  test('a wrong password and an unknown address get the same answer', async () => {
    for (const email of ['ann@acme.example', 'nobody@acme.example', 'no address']) {
      await expectProblem(await post('/session', { email, password: 'wrong' }), 401, 'wrong_sign_in');
    }
  });

  test('sign in, see the own organizations, sign out', async () => {
    const headers = await signIn('ANN@acme.example');
    const session = await (await send('/session', { headers })).json();
    expect(session).toEqual({
      administrator: { id: expect.any(String), name: 'ann@acme.example', email: 'ann@acme.example' },
      organizations: [
        {
          slug: 'acme',
          name: 'acme',
          role: 'organization_administrator',
          scopes: expect.arrayContaining(['security:write']),
        },
      ],
    });
    expect((await send('/session', { method: 'DELETE', headers })).status).toBe(204);
    await expectProblem(await send('/session', { headers }), 401, 'not_signed_in');
  });

  test('the cookie is for this server and its pages alone', async () => {
    const cookies = (await post('/session', { email: 'ann@acme.example', password })).headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
  });

  test('a change by cookie that another site sends is refused, and changes nothing', async () => {
    const { cookie = '' } = await signIn('ann@acme.example');
    const change = (origin: Record<string, string>): Promise<Response> =>
      send('/organizations/acme/connections/default/propagation', {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json', ...origin },
        body: JSON.stringify({ propagation: false }),
      });
    await expectProblem(await change({ origin: 'https://evil.example' }), 403, 'forbidden');
    await expectProblem(await change({}), 403, 'forbidden');
    const params = { org: 'acme', connection: 'default' };
    expect((await running.call(routes.getConnection, { params })).propagation).toBe(true);
    expect((await change({ origin: running.url })).status).toBe(200);
    await running.call(routes.setPropagation, { params, body: { propagation: true } });
  });

  test('a wrong bearer is nobody, even beside a good cookie', async () => {
    const headers = { ...(await signIn('ann@acme.example')), authorization: 'Bearer wrong' };
    await expectProblem(await send('/session', { headers }), 401, 'not_signed_in');
  });

  test('failed sign-ins close the door for a while', async () => {
    const email = 'guessed@acme.example';
    for (let attempt = 0; attempt < 10; attempt += 1) await post('/session', { email, password: 'wrong' });
    const answer = await post('/session', { email, password: 'wrong' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectProblem(answer, 429, 'too_many_requests');
    await signIn('ann@acme.example');
  });
});

const profileSettings = { attributes: [], mappings: [], userName: { format: 'email', applyOn: 'create' } };

/** Bodies that every schema of the contract accepts, so that a refusal is about the caller. */
const goodBodies: Record<string, unknown> = {
  createDepartment: { code: 'x', name: 'X' },
  updateDepartment: { name: 'X' },
  moveDepartment: { parent: null },
  createJobTitle: { code: 'x', name: 'X' },
  updateJobTitle: { name: 'X' },
  moveJobTitle: { before: null },
  createService: { code: 'wiki', name: 'Wiki' },
  updateService: { seats: 1 },
  createGroup: { displayName: 'X' },
  updateGroup: { displayName: 'X' },
  changeMembers: { add: [] },
  createGroupRule: { name: 'X', expression: 'true', groups: ['x'] },
  updateGroupRule: { active: true },
  previewGroupRule: { expression: 'true' },
  bulkUsers: { action: { kind: 'delete' }, selection: { matching: {} } },
  createUser: { loginName: 'x', displayName: 'X' },
  updateUser: { displayName: 'X' },
  changeOrganization: { name: 'X' },
  setPropagation: { propagation: false },
  createApiKey: { notes: '', validity: 'never', scopes: ['directory:read'] },
  actOnLink: { action: 'forget' },
  changePolicy: { rules: { loginName: 'immutable' } },
  createApiToken: { notes: '', validity: 'never' },
  setApiKeyEnabled: { enabled: false },
  updateAdministrator: { role: 'auditor' },
  createInvitation: { email: 'x@x.example', role: 'auditor' },
  inviteUser: {},
  setIpRestrictions: { console: [], scim: [] },
  changeApiToken: { enabled: false },
  putSchema: { id: 'default', name: 'X', attributes: [{ name: 'x' }] },
  putResourceType: { name: 'default', endpoint: '/X', schema: 'urn:example:x' },
  createApplication: { template: 'cybozu.com', name: 'X', baseUrl: 'http://127.0.0.1:1/' },
  updateApplication: { name: 'X' },
  saveProfileSettings: { settings: profileSettings, version: 1 },
  countAffected: { settings: profileSettings },
  previewProfile: { user: 'x' },
  evaluateExpression: { expression: '1', use: 'attribute' },
  setAssignedLoginName: { loginName: null },
  setUserStatus: { action: 'suspend' },
  assignUser: {},
  setPersonalValues: {},
  convertAssignment: { to: 'group' },
  assignGroup: {},
  orderGroups: { groups: ['x'] },
  testCredentials: {},
  assignUsers: { everybody: true },
  retryAppUsers: {},
  retryTasks: {},
  dismissTasks: {},
  importUsers: 'loginName\nx\n',
  previewUserImport: 'loginName\nx\n',
};

const organizationRoutes = Object.entries(routes as Record<string, Route>).filter(
  ([, route]) => route.access === 'organization',
);

function callRaw(id: string, route: Route, org: string, headers: Record<string, string>): Promise<Response> {
  const path = route.path.replace(':org', org).replaceAll(/:([a-z]+)/g, 'default');
  const body = goodBodies[id];
  return send(path, {
    method: route.method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': route.bodyType ?? 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

async function footprint(): Promise<unknown> {
  const { db } = running.database;
  return Promise.all([
    db.selectFrom('changes').select(db.fn.count('seq').as('n')).executeTakeFirst(),
    db.selectFrom('users').select(db.fn.count('id').as('n')).executeTakeFirst(),
    db.selectFrom('applications').select(db.fn.count('id').as('n')).executeTakeFirst(),
    db.selectFrom('api_tokens').select(db.fn.count('id').as('n')).executeTakeFirst(),
    db.selectFrom('administrator_roles').select(db.fn.count('id').as('n')).executeTakeFirst(),
    db.selectFrom('administrator_invitations').select(db.fn.count('id').as('n')).executeTakeFirst(),
    db.selectFrom('custom_definitions').select(db.fn.count('organization_id').as('n')).executeTakeFirst(),
    db.selectFrom('api_keys').select(db.fn.count('id').as('n')).executeTakeFirst(),
  ]);
}

describe.each(organizationRoutes)('%s', (id, route) => {
  test('an administrator of another organization gets 404, as for one that does not exist', async () => {
    const headers = await signIn('ann@acme.example');
    const before = await footprint();
    await expectProblem(await callRaw(id, route, 'other', headers), 404, 'not_found');
    await expectProblem(await callRaw(id, route, 'nowhere', headers), 404, 'not_found');
    expect(await footprint()).toEqual(before);
  });

  test('an API key of another organization gets 404, as for one that does not exist', async () => {
    const headers = await keyWith(scopes);
    const before = await footprint();
    await expectProblem(await callRaw(id, route, 'other', headers), 404, 'not_found');
    await expectProblem(await callRaw(id, route, 'nowhere', headers), 404, 'not_found');
    expect(await footprint()).toEqual(before);
  });

  test('an API key needs the scope that the contract declares, and no other helps', async () => {
    const wanted = scopeOf(route);
    // a route without a scope is closed to every key: declare its area in the contract
    expect(wanted).toBeDefined();
    const writing = wanted?.replace(/:read$/, ':write');
    const headers = await keyWith(scopes.filter((scope) => scope !== wanted && scope !== writing));
    const before = await footprint();
    await expectProblem(await callRaw(id, route, 'acme', headers), 403, 'scope_missing');
    expect(await footprint()).toEqual(before);
  });

  test('nobody gets 401', async () => {
    await expectProblem(await callRaw(id, route, 'acme', {}), 401, 'not_signed_in');
  });
});

describe.each(organizationRoutes.filter(([, route]) => scopeOf(route)?.endsWith(':write')))('%s', (id, route) => {
  test('an auditor gets 403, and nothing changes', async () => {
    const headers = await signIn('audit@acme.example');
    const before = await footprint();
    await expectProblem(await callRaw(id, route, 'acme', headers), 403, 'forbidden');
    expect(await footprint()).toEqual(before);
  });
});

test('somebody with their own page alone reaches no route of any organization, and changes nothing', async () => {
  const { cookie, call } = await addOwnPage(running, { org: 'acme', name: 'plain' });
  const headers = { cookie, origin: running.url };
  const before = await footprint();
  for (const [id, route] of organizationRoutes) {
    await expectProblem(await callRaw(id, route, 'acme', headers), 403, 'forbidden');
    await expectProblem(await callRaw(id, route, 'other', headers), 404, 'not_found');
  }
  await expectProblem(await send('/organizations/acme/events', { headers }), 403, 'forbidden');
  await expectProblem(await post('/organizations', { slug: 'mine', name: 'Mine' }, headers), 403, 'forbidden');
  expect(await call(routes.listOrganizations, { params: {} })).toEqual({ organizations: [] });
  expect(await footprint()).toEqual(before);
});

describe('requests that make no sense', () => {
  const headers = { authorization: `Bearer ${adminToken}` };

  test('fields that are wrong are named', async () => {
    const wrong = {
      loginName: '',
      email: 'x',
      phone: '1'.repeat(101),
      birthDate: 'May',
      timeZone: 'Mars/Base',
      sortOrder: -1,
      extra: 1,
    };
    const answer = await post('/organizations/acme/users', wrong, headers);
    expect(answer.status).toBe(400);
    const { code, issues } = problemSchema.parse(await answer.json());
    expect(code).toBe('invalid_request');
    const codes = issues?.map((issue) => [issue.path, issue.code, issue.values?.['most'] ?? issue.values?.['least']]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['loginName', 'required', undefined],
        ['displayName', undefined, undefined],
        ['email', 'not_an_email', undefined],
        ['phone', 'too_long', 100],
        ['birthDate', 'not_a_date', undefined],
        ['timeZone', 'not_a_time_zone', undefined],
        ['sortOrder', 'too_small', 0],
      ]),
    );
  });

  test.each([
    ['broken JSON', '{', 'application/json', 400, 'invalid_request'],
    ['another media type', 'x', 'text/plain', 415, 'unsupported_media_type'],
    ['an oversized body', JSON.stringify({ x: 'x'.repeat(1_100_000) }), 'application/json', 413, 'body_too_large'],
  ])('%s', async (_name, body, type, status, code) => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': type }, body };
    await expectProblem(await send('/organizations/acme/users', init), status, code);
  });

  test('an address that does not exist, a user that does not exist, a cursor that is none', async () => {
    await expectProblem(await send('/nothing', { headers }), 404, 'not_found');
    await expectProblem(await send('/organizations/acme/users/ghost', { headers }), 404, 'not_found');
    await expectProblem(await send('/organizations/acme/users?cursor=%21', { headers }), 400, 'invalid_request');
  });

  test('a login name that is taken is told at its field', async () => {
    const body = { loginName: 'twice', displayName: 'Twice' };
    expect((await post('/organizations/acme/users', body, headers)).status).toBe(201);
    await expectProblem(await post('/organizations/acme/users', body, headers), 409, 'login_name_taken');
  });

  test('a service that does not exist is named', async () => {
    const body = { loginName: 'served', displayName: 'Served', availableServices: ['kintone', 'lotus'] };
    const answer = await post('/organizations/acme/users', body, headers);
    expect(answer.status).toBe(400);
    expect(problemSchema.parse(await answer.json()).issues).toEqual([
      {
        path: 'availableServices.1',
        message: expect.stringContaining('There is no service "lotus"'),
        code: 'unknown_service',
        values: expect.objectContaining({ unknown: 'lotus' }),
      },
    ]);
  });

  test('only a disabled token can be deleted', async () => {
    const params = { org: 'acme', connection: 'default' };
    const { id } = await running.call(routes.createApiToken, { params, body: { notes: 'n', validity: 'never' } });
    const path = `/organizations/acme/connections/default/tokens/${id}`;
    await expectProblem(await send(path, { method: 'DELETE', headers }), 409, 'token_not_disabled');
  });
});

test('the secret of a token is in one answer and nowhere else', async () => {
  const params = { org: 'acme', connection: 'default' };
  const { token } = await running.call(routes.createApiToken, { params, body: { notes: 'n', validity: 'never' } });
  expect(JSON.stringify(await running.call(routes.listApiTokens, { params }))).not.toContain(token);
  for (const table of ['api_tokens', 'changes']) {
    const { rows } = await running.database.pool.query<{ all: string }>(`select ${table}::text as all from ${table}`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.all).join('\n')).not.toContain(token);
  }
});

test('users are listed page by page, searched and filtered', async () => {
  const org = 'paged';
  await createTestOrganization(running, org);
  for (const name of ['ada', 'bea', 'cyd', 'dan', 'eve']) {
    const body = { loginName: name, displayName: `${name.toUpperCase()} 100%`, active: name !== 'dan' };
    await running.call(routes.createUser, { params: { org }, body });
  }
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await running.call(routes.listUsers, { params: { org }, query: { limit: 2, cursor } });
    expect(page.total).toBe(5);
    names.push(...page.users.map(({ loginName }) => loginName));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(names).toEqual(['ada', 'bea', 'cyd', 'dan', 'eve']);
  const find = async (query: { search?: string; status?: 'active' | 'inactive' }): Promise<string[]> =>
    (await running.call(routes.listUsers, { params: { org }, query })).users.map(({ loginName }) => loginName);
  expect(await find({ search: 'BE' })).toEqual(['bea']);
  expect(await find({ search: '100%' })).toHaveLength(5);
  expect(await find({ search: '_' })).toEqual([]);
  expect(await find({ status: 'inactive' })).toEqual(['dan']);
});

test('available services are set, kept, changed and cleared; the directory and the feed agree', async () => {
  const org = 'serving';
  const { scim } = await createTestOrganization(running, org);
  const extension = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
  const created = await running.call(routes.createUser, {
    params: { org },
    body: { loginName: 'ada', displayName: 'Ada', availableServices: ['garoon', 'kintone', 'garoon'] },
  });
  expect(created.availableServices).toEqual(['kintone', 'garoon']);
  const params = { org, user: created.id };
  const change = (edit: object) => running.call(routes.updateUser, { params, body: edit });
  expect(await change({ displayName: 'Ada L.' })).toMatchObject({ availableServices: ['kintone', 'garoon'] });
  const { modifiedAt } = await running.call(routes.getUser, { params });
  expect((await change({ availableServices: ['garoon', 'kintone'] })).modifiedAt).toBe(modifiedAt);
  expect(await change({ availableServices: ['office'] })).toMatchObject({ availableServices: ['office'] });
  expect((await scim(`/Users/${created.id}`)).body[extension]).toEqual({ availableServices: ['office'], office: true });
  expect((await running.call(routes.listUsers, { params: { org }, query: {} })).users[0]).toMatchObject({
    availableServices: ['office'],
  });
  expect(await change({ availableServices: [] })).toMatchObject({ availableServices: [] });
  expect((await scim(`/Users/${created.id}`)).body).not.toHaveProperty([extension]);
  const changes = await running.database.db
    .selectFrom('changes')
    .select('attributes')
    .where('resource_id', '=', created.id)
    .orderBy('seq')
    .execute();
  const path = `${extension}:availableServices`;
  const ofPath = changes.map(({ attributes }) => attributesOf(attributes).filter((one) => one.path === path));
  expect(ofPath.slice(2)).toEqual([
    [{ path, before: ['kintone', 'garoon'], after: ['office'] }],
    [{ path, before: ['office'] }],
  ]);
});

test('rows of a CSV file are matched by what is chosen, told one by one beforehand, and never guessed', async () => {
  const params = { org: 'matching' };
  await createTestOrganization(running, params.org);
  await importCsv(
    running,
    params.org,
    'loginName,displayName,email,employeeNumber,groups\nann,Ann,ann@x.example,1,Sales\nben,Ben,both@x.example,2,\n' +
      'bea,Bea,both@x.example,3,\nold,Cy,cy@x.example,4,\nsame,Same,same@x.example,5,\n',
  );
  const body =
    'loginName,displayName,email,groups\nann,Anna,ANN@x.example,Sales;Ops\nb,B,both@x.example,\ncy,Cy,cy@x.example,\n' +
    'same,Same,same@x.example,\nnew,New,new@x.example,\nann,X,x@x.example,\nben,Y,y@x.example,\n';
  const query = { match: 'email' } as const;
  const preview = await running.call(routes.previewUserImport, { params, query, body });
  expect(preview).toMatchObject({ rows: 7, created: 1, updated: 2, unchanged: 1 });
  const codes = [
    [3, 'match_ambiguous'],
    [7, 'login_name_twice'],
    [8, 'login_name_taken'],
  ];
  expect(preview.faults.map(({ line, code }) => [line, code])).toEqual(codes);
  expect(preview.faults[0]?.values).toEqual({ column: 'email', value: 'both@x.example', count: 2 });
  expect(preview.details).toEqual([
    {
      line: 2,
      loginName: 'ann',
      outcome: 'changed',
      changes: [
        { column: 'displayName', before: 'Ann', after: 'Anna' },
        { column: 'email', before: 'ann@x.example', after: 'ANN@x.example' },
        { column: 'groups' },
      ],
    },
    {
      line: 4,
      loginName: 'cy',
      outcome: 'changed',
      matched: 'old',
      changes: [{ column: 'loginName', before: 'old', after: 'cy' }],
    },
    { line: 5, loginName: 'same', outcome: 'unchanged', changes: [] },
    { line: 6, loginName: 'new', outcome: 'new', changes: [] },
  ]);
  // what was told is what comes of it
  const imported = await importCsv(running, params.org, body, query);
  expect(imported).toMatchObject({ rows: 7, created: 1, updated: 2, unchanged: 1 });
  const faults = imported.faults.toSorted((a, b) => a.line - b.line);
  expect(faults.map(({ line, code }) => [line, code])).toEqual(codes);
  const { users } = await running.call(routes.listUsers, { params, query: {} });
  expect(users.map(({ loginName, displayName }) => [loginName, displayName])).toEqual([
    ['ann', 'Anna'],
    ['bea', 'Bea'],
    ['ben', 'Ben'],
    ['cy', 'Cy'],
    ['new', 'New'],
    ['same', 'Same'],
  ]);
  const numbers = 'loginName,employeeNumber\nbenjamin,2\n';
  const byNumber = { match: 'employee-number' } as const;
  expect(await importCsv(running, params.org, numbers, byNumber)).toMatchObject({ updated: 1, faults: [] });
  expect(await running.call(routes.listUsers, { params, query: { search: 'benjamin' } })).toMatchObject({
    users: [{ displayName: 'Ben', email: 'both@x.example' }],
  });
});

test('a CSV file sets available services, clears them by an empty cell, and leaves them alone without the column', async () => {
  const params = { org: 'importing' };
  await createTestOrganization(running, params.org);
  const load = (csv: string) => importCsv(running, params.org, csv);
  const services = async () => {
    const { users } = await running.call(routes.listUsers, { params, query: {} });
    return Object.fromEntries(users.map((user) => [user.loginName, user.availableServices]));
  };
  const first = await load('loginName,availableServices\na,office;kintone\nb,mailwise\nc,lotus\n');
  expect(first).toMatchObject({ created: 2, faults: [{ line: 4, reason: expect.stringContaining('"lotus"') }] });
  expect(await services()).toEqual({ a: ['kintone', 'office'], b: ['mailwise'] });
  expect(await load('loginName,displayName\na,a\n')).toMatchObject({ unchanged: 1 });
  expect(await load('loginName,availableServices\na,kintone;office\nb,\n')).toMatchObject({ unchanged: 1, updated: 1 });
  expect(await services()).toEqual({ a: ['kintone', 'office'], b: [] });
});
