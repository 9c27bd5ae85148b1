import { routes, scopeOf, scopes, type Route, type Scope } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import { addAdministrator, addOwnPage } from './people.testing.ts';
import { expectProblem, rawRequests } from './raw-requests.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());
const { send, post, signIn } = rawRequests(running);
for (const slug of ['acme', 'other']) await createTestOrganization(running, slug);
await addAdministrator(running, { org: 'acme', email: 'ann@acme.example', role: 'organization_administrator' });
await addAdministrator(running, { org: 'acme', email: 'audit@acme.example', role: 'auditor' });

/** The headers of a new API key of the organization acme. */
async function keyWith(scopes: readonly Scope[]): Promise<Record<string, string>> {
  const body = { notes: 'test', validity: { days: 1 }, scopes: [...scopes] };
  const { key } = await running.call(routes.createApiKey, { params: { org: 'acme' }, body });
  return { authorization: `Bearer ${key}` };
}

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
