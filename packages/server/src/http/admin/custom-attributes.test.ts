import { routes, type ProfileSettings } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import { addAdministrator, codeOf } from './people.testing.ts';

const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const other = 'urn:example:params:scim:schemas:extension:other:2.0:User';
const profile = 'urn:lockstep:params:scim:schemas:extension:profile:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const org = { org: 'source' };
const params = { ...org, application: 'target' };

let server: TestServer;
let source: ScimCall;
let target: ScimCall;
let ada: string;

async function define(id: string, attributes: readonly object[]): Promise<void> {
  const body = { id, name: 'Named', attributes: attributes as never };
  await server.call(routes.putSchema, { params: { ...org, schema: id }, body });
}

beforeAll(async () => {
  server = await startTestServer();
  const made = await createTestOrganization(server, 'target');
  target = made.scim;
  ({ scim: source } = await createTestOrganization(server, 'source'));
  await define(badge, [
    { name: 'badgeNumber' },
    { name: 'clearance', type: 'integer' },
    { name: 'hours', type: 'decimal' },
    { name: 'contractor', type: 'boolean' },
    { name: 'sites', multiValued: true },
    { name: 'floors', type: 'integer', multiValued: true },
    { name: 'pin', returned: 'never', mutability: 'writeOnly' },
    { name: 'colour' },
    { name: 'department' },
    { name: 'joinDate' },
  ]);
  await define(other, [{ name: 'colour', type: 'integer' }]);
  const extensions = [{ schema: badge }, { schema: other }];
  await server.call(routes.putResourceType, {
    params: { ...org, type: 'User' },
    body: { name: 'User', endpoint: '/Users', schema: core, schemaExtensions: extensions },
  });
  const values = {
    badgeNumber: 'B-7',
    clearance: 4,
    hours: 37.5,
    contractor: true,
    sites: ['Tokyo', 'Lima'],
    floors: [2, 3],
    pin: '1',
  };
  const body = {
    schemas: [core, badge, profile],
    userName: 'ada',
    displayName: 'Ada',
    [badge]: { ...values, colour: 'red' },
    [profile]: { joinDate: '2015-04-01' },
  };
  ada = (await source('/Users', { method: 'POST', body })).body.id;
  const fields = { server: server.url, organization: 'target' };
  const application = { template: 'lockstep', name: 'Target', slug: 'target', fields };
  await server.call(routes.createApplication, { params: org, body: application });
  const switches = { apiIntegration: true, createUsers: true, updateUserAttributes: true };
  await server.call(routes.updateApplication, { params, body: { apiToken: made.token, ...switches } });
});
afterAll(() => server.close());

const titled = (settings: ProfileSettings, given: ProfileSettings['mappings'][number]['source']): ProfileSettings => ({
  ...settings,
  mappings: [
    ...settings.mappings.filter((one) => one.target !== 'title'),
    { target: 'title', source: given, applyOn: 'create-and-update' },
  ],
});

test('expressions may name them by their types; not secrets, nor names that are somebody else’s', async () => {
  const { attributes } = await server.call(routes.getExpressionReference, { params: org });
  const own = attributes.filter(({ source: path }) => path.startsWith('urn:example:'));
  expect(own.map(({ name, type }) => [name, type])).toEqual([
    ['badgeNumber', 'string'],
    ['clearance', 'integer'],
    ['hours', 'number'],
    ['contractor', 'boolean'],
    ['sites', 'string-array'],
    ['floors', 'string-array'],
    ['joinDate', 'string'],
  ]);
  await createTestOrganization(server, 'stranger');
  const elsewhere = await server.call(routes.getExpressionReference, { params: { org: 'stranger' } });
  expect(elsewhere.attributes.filter(({ source: path }) => path.startsWith('urn:example:'))).toEqual([]);
});

test.each<[string, unknown]>([
  ['user.badgeNumber + "/" + user.clearance', 'B-7/4'],
  ['user.clearance >= 4 AND user.contractor', true],
  ['user.hours + 1', 38.5],
  ['user.sites[1]', 'Lima'],
  ['Arrays.contains(user.sites, "Tokyo")', true],
  ['Arrays.contains(user.floors, "3")', true],
  // the base profile's, which nobody has set
  ['user.department', null],
  // of the same name as one that every user may have, which is another attribute
  ['user.joinDate', null],
])('%s gives %j', async (expression, value) => {
  const type = typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'number' : 'string';
  const body = { expression, type, use: 'attribute', user: ada } as const;
  expect(await server.call(routes.evaluateExpression, { params, body })).toMatchObject({ faults: [], value });
});

test.each([
  ['user.clearence', 'Did you mean user.clearance?'],
  ['user.pin', 'has no attribute “pin”'],
  ['user.colour', 'has no attribute “colour”'],
  ['String.len(user.contractor)', 'true or false'],
])('%s is refused', async (expression, message) => {
  const body = { expression, type: 'string', use: 'attribute', user: ada } as const;
  const { faults } = await server.call(routes.evaluateExpression, { params, body });
  expect(faults.map((fault) => fault.message).join(' ')).toContain(message);
});

test('they reach the application, by expression and by path, and again when they change', async () => {
  const { settings, version } = await server.call(routes.getProfileSettings, { params });
  const wrong = { settings: titled(settings, { kind: 'expression', expression: 'user.nowhere' }), version };
  await expect(server.call(routes.saveProfileSettings, { params, body: wrong })).rejects.toMatchObject({
    problem: { code: 'invalid_request' },
  });
  const expression = 'user.contractor ? "Guest " + user.badgeNumber : "Staff"';
  const saved = await server.call(routes.saveProfileSettings, {
    params,
    body: { settings: titled(settings, { kind: 'expression', expression }), version },
  });
  await server.call(routes.assignUsers, { params, body: { users: [ada] } });
  const titleThere = async () => (await target('/Users?filter=userName eq "ada"')).body.Resources[0]?.title;
  await vi.waitFor(async () => expect(await titleThere()).toBe('Guest B-7'), 30_000);
  const Operations = [{ op: 'replace', path: `${badge}:contractor`, value: false }];
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  await source(`/Users/${ada}`, { method: 'PATCH', body: { schemas, Operations } });
  await vi.waitFor(async () => expect(await titleThere()).toBe('Staff'), 30_000);
  await server.call(routes.saveProfileSettings, {
    params,
    body: { settings: titled(settings, { kind: 'attribute', attribute: `${badge}:colour` }), version: saved.version },
  });
  await vi.waitFor(async () => expect(await titleThere()).toBe('red'), 30_000);
});

test('filled in over the admin API, they reach the application, and clearing clears them there', async () => {
  const { settings, version } = await server.call(routes.getProfileSettings, { params });
  const attribute = `${badge}:badgeNumber`;
  await server.call(routes.saveProfileSettings, {
    params,
    body: { settings: titled(settings, { kind: 'attribute', attribute }), version },
  });
  const fill = (values: Record<string, string | number | null>) =>
    server.call(routes.updateUser, { params: { ...org, user: ada }, body: { extensions: { [badge]: values } } });
  const there = async () => (await target('/Users?filter=userName eq "ada"')).body.Resources[0];
  await fill({ badgeNumber: 'B-8' });
  await vi.waitFor(async () => expect((await there()).title).toBe('B-8'), 30_000);
  const written = async (): Promise<number> => Number(/\d+/.exec((await there()).meta.version)?.[0]);
  const first = await written();
  await expect(fill({ badgeNumber: 8, clearance: 'high' })).rejects.toMatchObject({
    problem: { code: 'invalid_request' },
  });
  const { entries } = await server.call(routes.listAuditLog, { params: org, query: { resource: ada, limit: 1 } });
  expect(entries[0]?.attributes).toMatchObject([{ path: attribute, before: 'B-7', after: 'B-8' }]);
  await fill({ badgeNumber: null });
  await vi.waitFor(async () => expect(await there()).not.toHaveProperty('title'), 30_000);
  // its end was one write, and the refused one none
  expect(await written()).toBe(first + 1);
  await fill({ badgeNumber: 'B-7' });
});

test('a group rule reads them', async () => {
  const { id: group } = await server.call(routes.createGroup, { params: org, body: { displayName: 'Cleared' } });
  const body = { name: 'Cleared', expression: 'user.clearance > 3', groups: [group], except: [] };
  await expect(
    server.call(routes.createGroupRule, { params: org, body: { ...body, expression: 'user.clearence > 3' } }),
  ).rejects.toMatchObject({ problem: { code: 'invalid_request' } });
  const { id: rule } = await server.call(routes.createGroupRule, { params: org, body });
  await server.call(routes.updateGroupRule, { params: { ...org, rule }, body: { active: true } });
  const members = async () => ((await source(`/Groups/${group}`)).body.members ?? []) as { value: string }[];
  await vi.waitFor(async () => expect((await members()).map(({ value }) => value)).toEqual([ada]), 30_000);
});

test('an auditor previews mappings, as they are and as they would be, and can neither try nor save', async () => {
  const auditor = await addAdministrator(server, { ...org, email: 'audit@source.example', role: 'auditor' });
  const { settings, version } = await auditor.call(routes.getProfileSettings, { params });
  expect(await auditor.call(routes.previewProfile, { params, body: { user: ada } })).toMatchObject({
    userName: { value: 'ada', fromAssignment: false },
  });
  const source = { kind: 'expression', expression: 'appuser.userName + user.badgeNumber' } as const;
  const draft = titled(settings, source);
  const { values } = await auditor.call(routes.previewProfile, { params, body: { user: ada, settings: draft } });
  expect(values.at(-1)).toEqual({ target: 'title', value: 'adaB-7', source, applyOn: 'create-and-update' });
  const circle = titled(settings, { kind: 'expression', expression: 'appuser.title' });
  const preview = (body: { user: string; settings?: ProfileSettings }, org = params.org) =>
    codeOf(auditor.call(routes.previewProfile, { params: { ...params, org }, body }));
  expect(await preview({ user: ada, settings: circle })).toBe('invalid_request');
  const itself = titled(settings, { kind: 'expression', expression: 'target.title' });
  for (const [wrong, code] of [
    [circle, 'needs_itself'],
    [itself, 'reads_itself'],
  ] as const) {
    await expect(server.call(routes.countAffected, { params, body: { settings: wrong } })).rejects.toMatchObject({
      problem: { issues: [{ code }] },
    });
  }
  expect(await preview({ user: 'nobody' })).toBe('not_found');
  expect(await preview({ user: ada }, 'target')).toBe('not_found');
  const trial = { expression: 'user.login', use: 'attribute', user: ada } as const;
  expect(await codeOf(auditor.call(routes.evaluateExpression, { params, body: trial }))).toBe('forbidden');
  const save = { params, body: { settings: draft, version } };
  expect(await codeOf(auditor.call(routes.saveProfileSettings, save))).toBe('forbidden');
  expect(await server.call(routes.getProfileSettings, { params })).toEqual({ settings, version });
});

test('a manager and an application of another organization are nobody and nothing', async () => {
  const make = async (scim: ScimCall, userName: string) =>
    (await scim('/Users', { method: 'POST', body: { schemas: [core], userName, displayName: userName } })).body.id;
  const [here, there] = [await make(source, 'chief'), await make(target, 'foreign-chief')];
  await server.call(routes.createApplication, {
    params: { org: 'target' },
    body: { template: 'scim-2.0-bearer', name: 'Foreign', slug: 'foreign', baseUrl: 'http://127.0.0.1:1/scim' },
  });
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const led = async (value: string) => {
    const operation = { op: 'add', path: `${enterprise}:manager.value`, value };
    const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
    expect((await source(`/Users/${ada}`, { method: 'PATCH', body: patch })).status).toBeLessThan(300);
    const expression = 'getManagerUser("active_directory").displayName';
    const body = { expression, use: 'attribute', user: ada } as const;
    return (await server.call(routes.evaluateExpression, { params, body })).value;
  };
  expect(await led(here)).toBe('chief');
  expect(await led(there)).toBeNull();
  const { applications } = await server.call(routes.getExpressionReference, { params: org });
  expect(applications.map(({ reference }) => reference)).toEqual(['target']);
  for (const expression of ['foreign.userName', 'foreign_app.name']) {
    const body = { expression, use: 'attribute', user: ada } as const;
    const { faults } = await server.call(routes.evaluateExpression, { params, body });
    expect(faults).toMatchObject([{ fault: 'unknown-profile' }]);
  }
});
