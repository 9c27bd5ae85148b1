import { readFile } from 'node:fs/promises';
import { routes, type ChangePolicy } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { availableServicesOf } from '../../directory/services/services.ts';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const services = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let running: TestServer;
let scim: ScimCall;
const org = 'forms';
const params = { org, connection: 'default' };
beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, org));
});
afterAll(() => running.close());

let serial = 0;
const name = (): string => `forms${(serial += 1)}`;
const setPolicy = (rules: ChangePolicy['rules'] = {}) =>
  running.call(routes.changePolicy, { params, body: { preset: 'standard', rules } });

/** A user with these parts of the resource. */
const sent = (userName: string, more: object) => ({ schemas: [core, services], userName, ...more });
const post = (userName: string, more: object) => scim('/Users', { method: 'POST', body: sent(userName, more) });
const put = (id: string, userName: string, more: object) =>
  scim(`/Users/${id}`, { method: 'PUT', body: sent(userName, more) });
const patch = (id: string, ...Operations: object[]) =>
  scim(`/Users/${id}`, { method: 'PATCH', body: { schemas: [patchOp], Operations } });

const list = (...codes: string[]) => ({ [services]: { availableServices: codes } });
const flags = (values: object) => ({ [services]: values });
const entitled = (...codes: string[]) => ({ entitlements: codes.map((value) => ({ value, type: 'Service' })) });

/** What all three forms say, and the list of the console; they must say the same. */
async function held(id: string): Promise<readonly string[]> {
  const { body } = await scim(`/Users/${id}`);
  const { availableServices = [], ...said } = body[services] ?? {};
  const booleans = Object.fromEntries(Object.entries(said).filter(([, value]) => value === true));
  const entitlements = (body.entitlements ?? []).filter(({ type }: { type: string }) => type === 'Service');
  expect(booleans).toEqual(Object.fromEntries(availableServices.map((code: string) => [code, true])));
  expect(new Set(entitlements.map(({ value }: { value: string }) => value))).toEqual(new Set(availableServices));
  const user = await running.call(routes.getUser, { params: { org, user: id } });
  expect(user.availableServices).toEqual(availableServices);
  return availableServices;
}

const both = ['kintone', 'garoon'];
const held2 = { ...list(...both), ...entitled(...both) };

describe('the three forms agree', () => {
  test.each<[string, object, readonly string[]]>([
    ['the list', list('garoon', 'kintone'), both],
    ['a boolean', flags({ kintone: true, garoon: false }), ['kintone']],
    ['entitlements', entitled('office'), ['office']],
    ['two of them', { ...list('kintone'), ...entitled('office') }, ['kintone', 'office']],
    ['none', {}, []],
    ['a boolean that is false alone', flags({ kintone: false }), []],
    ['text, as Entra sends booleans', flags({ kintone: 'True' }), ['kintone']],
  ])('after a POST with %s', async (_name, more, expected) => {
    await setPolicy();
    const answer = await post(name(), more);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(await held(answer.body.id)).toEqual(expected);
  });

  test.each<[string, object, readonly string[]]>([
    ['the list', list('garoon'), ['garoon']],
    ['booleans alone', flags({ office: true }), ['office']],
    ['entitlements alone', entitled('kintone', 'office'), ['kintone', 'office']],
    [
      'what was read, and one boolean set',
      { ...held2, [services]: { availableServices: both, office: true } },
      [...both, 'office'],
    ],
    [
      'what was read, and one boolean unset',
      { ...held2, [services]: { availableServices: both, garoon: false, kintone: true } },
      ['kintone'],
    ],
    ['what was read, and one entitlement less', { ...list(...both), ...entitled('garoon') }, ['garoon']],
    ['none', {}, []],
  ])('after a PUT with %s', async (_name, more, expected) => {
    await setPolicy();
    const userName = name();
    const { body } = await post(userName, list(...both));
    const answer = await put(body.id, userName, more);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(await held(body.id)).toEqual(expected);
  });

  test.each<[string, readonly object[], readonly string[]]>([
    ['a boolean set', [{ op: 'add', path: `${services}:office`, value: true }], [...both, 'office']],
    [
      'a boolean unset, as Entra writes it',
      [{ op: 'Replace', path: `${services}:kintone`, value: 'False' }],
      ['garoon'],
    ],
    ['a boolean removed', [{ op: 'remove', path: `${services}:kintone` }], ['garoon']],
    ['the list replaced', [{ op: 'replace', path: `${services}:availableServices`, value: ['office'] }], ['office']],
    [
      'an entitlement added',
      [{ op: 'add', path: 'entitlements', value: [{ value: 'office', type: 'Service' }] }],
      [...both, 'office'],
    ],
    ['an entitlement removed', [{ op: 'remove', path: 'entitlements[value eq "garoon"]' }], ['kintone']],
    ['all entitlements removed', [{ op: 'remove', path: 'entitlements' }], []],
    [
      'one form giving and another taking',
      [
        { op: 'replace', path: `${services}:kintone`, value: false },
        { op: 'add', path: 'entitlements', value: [{ value: 'mailwise', type: 'Service' }] },
      ],
      ['garoon', 'mailwise'],
    ],
  ])('after a PATCH with %s', async (_name, operations, expected) => {
    await setPolicy();
    const { body } = await post(name(), list(...both));
    const answer = await patch(body.id, ...operations);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(await held(body.id)).toEqual(expected);
  });

  test('after an edit here; other entitlements stay, and filters find by every form', async () => {
    await setPolicy();
    const userName = name();
    const other = { value: 'gold', type: 'Licence' };
    const { body } = await post(userName, { entitlements: [other] });
    const change = { availableServices: ['office' as const] };
    await running.call(routes.updateUser, { params: { org, user: body.id }, body: change });
    expect(await held(body.id)).toEqual(['office']);
    expect((await scim(`/Users/${body.id}`)).body.entitlements).toContainEqual(other);
    for (const part of [
      `${services}:office eq true`,
      'entitlements.value eq "office"',
      `${services}:availableServices eq "office"`,
    ]) {
      const filter = encodeURIComponent(`userName eq "${userName}" and ${part}`);
      expect((await scim(`/Users?filter=${filter}`)).body.totalResults, part).toBe(1);
    }
  });
});

test('what no service is, is refused by every form, and nothing changes', async () => {
  await setPolicy();
  const { body } = await post(name(), list('kintone'));
  const entitlement = [{ value: 'lotus', type: 'Service' }];
  expect(await patch(body.id, { op: 'add', path: 'entitlements', value: entitlement })).toMatchObject({
    status: 400,
    body: { scimType: 'invalidValue', detail: expect.stringContaining('"lotus"') },
  });
  expect((await post(name(), { entitlements: entitlement })).status).toBe(400);
  expect(await held(body.id)).toEqual(['kintone']);
});

test('the strict dialect takes booleans and no text for them', async () => {
  await setPolicy({ dialect: 'strict' });
  expect(await post(name(), flags({ kintone: 'True' }))).toMatchObject({
    status: 400,
    body: { scimType: 'invalidValue' },
  });
  const { body } = await post(name(), flags({ kintone: true }));
  expect(await held(body.id)).toEqual(['kintone']);
});

describe('the rules of the connection hold for every form', () => {
  const gifts: readonly [string, object, object][] = [
    ['list', list('office'), { op: 'add', path: `${services}:availableServices`, value: ['office'] }],
    ['boolean', flags({ office: true }), { op: 'add', path: `${services}:office`, value: true }],
    [
      'entitlement',
      entitled('office'),
      { op: 'add', path: 'entitlements', value: [{ value: 'office', type: 'Service' }] },
    ],
  ];
  const rules: readonly [ChangePolicy['rules'] & object, boolean][] = [
    [{ services: 'accepted', attributes: 'all' }, true],
    [{ services: 'accepted', attributes: 'document' }, true],
    [{ services: 'ignored', attributes: 'all' }, false],
    [{ services: 'ignored', attributes: 'document' }, false],
  ];
  const table = rules.flatMap(([rule, taken]) => gifts.map((gift) => [rule, taken, ...gift] as const));

  test.each(table)('%j: taken %s from the %s', async (rule, taken, _form, whole, operation) => {
    await setPolicy(rule);
    const created = await post(name(), whole);
    expect(created.status).toBe(201);
    expect(await held(created.body.id)).toEqual(taken ? ['office'] : []);
    // what was given here stays unless the connection may take it
    const body = { availableServices: ['kintone' as const] };
    await running.call(routes.updateUser, { params: { org, user: created.body.id }, body });
    expect((await patch(created.body.id, operation)).status).toBe(200);
    expect(await held(created.body.id)).toEqual(taken ? ['kintone', 'office'] : ['kintone']);
    await put(created.body.id, created.body.userName, {});
    expect(await held(created.body.id)).toEqual(taken ? [] : ['kintone']);
  });

  test('the catalogue is discovered where services are accepted, and is nowhere else', async () => {
    await setPolicy();
    const { body: type } = await scim('/ResourceTypes/Service');
    expect(type).toMatchObject({ endpoint: '/Services', schema: 'urn:okta:scim:schemas:core:1.0:Entitlement' });
    expect((await scim(`/Schemas/${type.schema}`)).status).toBe(200);
    const { body: all } = await scim('/Services?count=2');
    expect(all).toMatchObject({
      totalResults: 5,
      itemsPerPage: 2,
      Resources: [{ id: 'kintone', type: 'Service', displayName: 'Kintone' }, { id: 'garoon' }],
    });
    const found = await scim(`/Services?filter=${encodeURIComponent('displayName eq "office"')}`);
    expect(found.body.Resources).toMatchObject([{ id: 'office' }]);
    const query = {
      filter: 'id ne "office"',
      sortBy: 'displayName',
      sortOrder: 'descending',
      attributes: ['displayName'],
    };
    const { body: sorted } = await scim('/Services/.search', { method: 'POST', body: query });
    const names = sorted.Resources.map(({ displayName }: { displayName: string }) => displayName);
    expect(names).toHaveLength(4);
    expect(names).toEqual(names.toSorted().toReversed());
    expect((await scim('/Services?sortBy=nothing')).body.scimType).toBe('invalidValue');
    expect((await scim('/Services/office?attributes=displayName')).body).not.toHaveProperty('type');
    expect((await scim('/Services/lotus')).status).toBe(404);
    expect((await scim('/Services', { method: 'POST', body: {} })).status).toBe(405);
    await setPolicy({ services: 'ignored' });
    expect((await scim('/ResourceTypes/Service')).status).toBe(404);
    const everywhere = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'not (userName pr)',
    };
    expect((await scim('/.search', { method: 'POST', body: everywhere })).body.totalResults).toBe(0);
    expect((await scim('/Services')).body.totalResults).toBe(0);
    expect((await scim('/Services/kintone')).status).toBe(404);
  });
});

describe('beyond the seats', () => {
  const service = 'secure_access';
  const limit = (seats: number | null) =>
    running.call(routes.updateService, { params: { org, service }, body: { seats } });
  const wholes = [list('kintone', service), flags({ kintone: true, [service]: true }), entitled('kintone', service)];

  test.each(wholes)('the request is refused: %j', async (whole) => {
    await setPolicy({ seats: 'refused' });
    await limit(0);
    expect(await post(name(), whole)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });

  test.each(wholes)('or the service is left out, and the record of the request says so: %j', async (whole) => {
    await setPolicy({ seats: 'dropped' });
    await limit(0);
    const { status, body } = await post(name(), whole);
    expect(status).toBe(201);
    expect(await held(body.id)).toEqual(['kintone']);
    await patch(
      body.id,
      { op: 'add', path: `${services}:${service}`, value: true },
      { op: 'add', path: 'title', value: 'Chief' },
    );
    expect(await held(body.id)).toEqual(['kintone']);
    expect((await scim(`/Users/${body.id}`)).body.title).toBe('Chief');
    await vi.waitFor(async () => {
      const { exchanges } = await running.call(routes.listExchanges, { params, query: { limit: 5 } });
      const patched = exchanges.find(({ method, path }) => method === 'PATCH' && path.endsWith(body.id));
      const detail = await running.call(routes.getExchange, { params: { ...params, exchange: patched?.id ?? '' } });
      expect(detail.tolerances).toContainEqual({ name: 'serviceWithoutSeat', path: service });
    }, 20_000);
    await limit(null);
  });

  test('of users who are created together, the first have the seats and the others go without, or none is created', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const boss = (of: string) => ({ [enterprise]: { manager: { value: `bulkId:${of}` } } });
    const person = (bulkId: string, of: string) => {
      const data = { ...sent(name(), { ...list(service), ...boss(of) }), schemas: [core, services, enterprise] };
      return { method: 'POST', path: '/Users', bulkId, data };
    };
    const send = async () => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
      const Operations = [person('one', 'two'), person('two', 'one')];
      const { body } = await scim('/Bulk', { method: 'POST', body: { schemas, Operations } });
      return body.Operations as { readonly status: string; readonly location?: string }[];
    };
    await limit(null);
    const { services: all } = await running.call(routes.listServices, { params: { org } });
    await limit((all.find(({ code }) => code === service)?.taken ?? 0) + 1);
    await setPolicy({ seats: 'refused' });
    expect((await send()).map(({ status }) => status)).toEqual(['400', '400']);
    await setPolicy({ seats: 'dropped' });
    const done = await send();
    expect(done.map(({ status }) => status)).toEqual(['201', '201']);
    const [first = '', second = ''] = done.map(({ location = '' }) => location.split('/').at(-1));
    expect([await held(first), await held(second)]).toEqual([[service], []]);
    for (const id of [first, second]) await scim(`/Users/${id}`, { method: 'DELETE' });
    await limit(null);
  });

  test('who is linked and had a seat is no newcomer, and the counts are those of the users', async () => {
    await setPolicy({ existingUsers: 'yes', seats: 'refused' });
    await limit(null);
    const userName = name();
    const body = { loginName: userName, displayName: userName, availableServices: [service as 'secure_access'] };
    const { id } = await running.call(routes.createUser, { params: { org }, body });
    await limit(1);
    const adopted = await post(userName, { displayName: 'Adopted' });
    expect(adopted).toMatchObject({ status: 201, body: { id } });
    expect(await held(id)).toEqual([service]);
    expect((await post(name(), list(service))).status).toBe(400);
    await patch(id, { op: 'replace', path: 'active', value: false });
    const next = await post(name(), list(service));
    expect(next.status).toBe(201);
    expect((await patch(id, { op: 'replace', path: 'active', value: true })).status).toBe(400);
    await scim(`/Users/${next.body.id}`, { method: 'DELETE' });
    expect((await patch(id, { op: 'replace', path: 'active', value: true })).status).toBe(200);
    await limit(null);
    const { rows } = await sql<{ active: boolean; resource: object }>`
      select active, resource from users join organizations on organizations.id = organization_id
      where slug = ${org}`.execute(running.database.db);
    const users = rows.map(({ active, resource }) => ({ active, codes: availableServicesOf(resource as never) }));
    for (const { code, taken, users: all } of (await running.call(routes.listServices, { params: { org } })).services) {
      const having = users.filter(({ codes }) => codes.includes(code));
      expect([code, taken, all]).toEqual([code, having.filter(({ active }) => active).length, having.length]);
    }
  });
});

test('users from before the forms get all of them', async () => {
  await setPolicy();
  const userName = name();
  const { body } = await post(userName, { entitlements: [{ value: 'gold', type: 'Licence' }] });
  const old = { [services]: { availableServices: both } };
  const { db } = running.database;
  await sql`
    update users set resource = (resource::jsonb || ${JSON.stringify(old)}::jsonb)::json,
      search = search || ${JSON.stringify(old)}::jsonb
    where id = ${body.id}`.execute(db);
  const migration = new URL('../../storage/migrations/0121-services.sql', import.meta.url);
  await sql.raw(await readFile(migration, 'utf8')).execute(db);
  expect(await held(body.id)).toEqual(both);
  expect((await scim(`/Users/${body.id}`)).body.entitlements).toHaveLength(3);
  const filter = `userName eq "${userName}" and ${services}:garoon eq true and entitlements[value eq "kintone" and type eq "Service"]`;
  expect((await scim(`/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(1);
});
