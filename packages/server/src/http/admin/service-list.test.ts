import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf } from '../../changes/entry-attributes.ts';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';

const extension = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
const defaults = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'];
let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

let serial = 0;
async function found() {
  serial += 1;
  const org = `listed${serial}`;
  const { scim } = await createTestOrganization(running, org);
  const { call } = running;
  const params = { org };
  const codes = async () => (await call(routes.listServices, { params })).services.map(({ code }) => code);
  const add = (code: string, name = code) => call(routes.createService, { params, body: { code, name } });
  const remove = (service: string, users: 'refuse' | 'take') =>
    call(routes.deleteService, { params: { org, service }, query: { users } });
  const give = (loginName: string, availableServices: string[], active = true) =>
    call(routes.createUser, { params, body: { loginName, displayName: loginName, availableServices, active } });
  const post = (body: object) => scim('/Users', { method: 'POST', body });
  const said = async () => {
    const { body } = await scim(`/Schemas/${extension}`);
    const attributes = body['attributes'] as { name: string; canonicalValues?: string[] }[];
    return { list: attributes[0]?.canonicalValues, booleans: attributes.slice(1).map(({ name }) => name) };
  };
  const offered = async () => ((await scim('/Services')).body['Resources'] as { id: string }[]).map(({ id }) => id);
  return { org, params, scim, codes, add, remove, give, post, said, offered };
}

test('every form of SCIM follows what is added, and no other organization has it', async () => {
  const one = await found();
  const other = await found();
  expect(await one.codes()).toEqual(defaults);
  expect(await one.add('wiki', 'Wiki')).toEqual({ code: 'wiki', name: 'Wiki', seats: null, taken: 0, users: 0 });
  const list = [...defaults, 'wiki'];
  expect(await one.codes()).toEqual(list);
  expect(await one.said()).toEqual({ list, booleans: list });
  expect(await one.offered()).toEqual(list);
  const bodies = [
    { userName: 'by.list', [extension]: { availableServices: ['wiki', 'kintone'] } },
    { userName: 'by.boolean', [extension]: { wiki: true, kintone: true } },
    { userName: 'by.entitlement', entitlements: ['wiki', 'kintone'].map((value) => ({ value, type: 'Service' })) },
  ];
  for (const body of bodies) {
    expect(await one.post(body)).toMatchObject({
      status: 201,
      body: { [extension]: { availableServices: ['kintone', 'wiki'], kintone: true, wiki: true } },
    });
    const refused = await other.post(body);
    // an attribute that there is not is passed over (RFC 7643 §3.1), whatever it says; values are refused
    if (body.userName === 'by.boolean') expect(refused.body[extension]).not.toHaveProperty('wiki');
    else expect(refused).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  }
  expect(await other.codes()).toEqual(defaults);
  expect(await other.offered()).toEqual(defaults);
  const { users } = await running.call(routes.listUsers, { params: one.params, query: { service: 'wiki' } });
  expect(users.map(({ loginName }) => loginName)).toEqual(['by.boolean', 'by.entitlement', 'by.list']);
  await expect(other.give('x', ['wiki'])).rejects.toMatchObject({
    problem: { code: 'invalid_request', issues: [{ path: 'availableServices.0' }] },
  });
});

test('a new name is said by the catalogue and the schema; the code stays', async () => {
  const { org, scim, add } = await found();
  await add('wiki', 'Wiki');
  const rename = (service: string, name: string) =>
    running.call(routes.updateService, { params: { org, service }, body: { name } });
  expect(await rename('wiki', 'Knowledge')).toMatchObject({ code: 'wiki', name: 'Knowledge' });
  expect(await rename('kintone', 'Work')).toMatchObject({ code: 'kintone', name: 'Work' });
  expect((await scim('/Services/wiki')).body).toMatchObject({ displayName: 'Knowledge' });
  expect((await scim('/Services/kintone')).body).toMatchObject({ displayName: 'Work' });
  expect((await scim('/Services/garoon')).body).toMatchObject({ displayName: 'Garoon' });
  await expect(rename('nothing', 'X')).rejects.toMatchObject({ problem: { status: 404 } });
});

test('removing asks first, then takes the service from everybody who has it, and says so of each', async () => {
  const { org, params, scim, codes, remove, give, post, said, offered } = await found();
  const ada = await give('ada', ['kintone', 'garoon']);
  const bea = await give('bea', ['garoon'], false);
  const cyd = await give('cyd', ['kintone']);
  await expect(remove('garoon', 'refuse')).rejects.toMatchObject({ problem: { status: 409, code: 'service_in_use' } });
  expect(await codes()).toEqual(defaults);
  await remove('garoon', 'take');
  const left = defaults.filter((code) => code !== 'garoon');
  expect(await codes()).toEqual(left);
  expect(await said()).toEqual({ list: left, booleans: left });
  expect(await offered()).toEqual(left);
  expect((await scim(`/Users/${ada.id}`)).body).toMatchObject({
    [extension]: { availableServices: ['kintone'], kintone: true },
    entitlements: [{ value: 'kintone', type: 'Service' }],
  });
  expect((await scim(`/Users/${bea.id}`)).body).not.toHaveProperty('entitlements');
  const untouched = await running.call(routes.getUser, { params: { org, user: cyd.id } });
  expect(untouched.modifiedAt).toBe(cyd.modifiedAt);
  const { entries } = await running.call(routes.listAuditLog, { params, query: { limit: 3 } });
  expect(entries.map(({ resourceType, resourceId, operation }) => ({ resourceType, resourceId, operation }))).toEqual(
    expect.arrayContaining([
      { resourceType: 'Service', resourceId: expect.any(String), operation: 'delete' },
      { resourceType: 'User', resourceId: ada.id, operation: 'update' },
      { resourceType: 'User', resourceId: bea.id, operation: 'update' },
    ]),
  );
  expect(await post({ userName: 'dan', [extension]: { availableServices: ['garoon'] } })).toMatchObject({
    status: 400,
  });
  await expect(give('eve', ['garoon'], false)).rejects.toMatchObject({ problem: { code: 'invalid_request' } });
  await running.call(routes.createService, { params, body: { code: 'garoon', name: 'Garoon', seats: 1 } });
  await give('fay', ['garoon']);
  await expect(give('gil', ['garoon'])).rejects.toMatchObject({ problem: { code: 'no_seat' } });
  const again = (await running.call(routes.listServices, { params })).services.at(-1);
  expect(again).toEqual({ code: 'garoon', name: 'Garoon', seats: 1, taken: 1, users: 1 });
});

test('nobody keeps a removed service who was given it at the same moment', async () => {
  const { params, remove, post } = await found();
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, (_, index) =>
      post({ userName: `racer${index}`, [extension]: { availableServices: ['office'] } }),
    ),
    remove('office', 'take'),
    ...Array.from({ length: 8 }, (_, index) =>
      post({ userName: `late${index}`, [extension]: { availableServices: ['office'] } }),
    ),
  ]);
  const statuses = answers.map((answer) => answer?.status);
  expect(statuses.every((status) => status === undefined || [201, 400, 503].includes(status))).toBe(true);
  const { users } = await running.call(routes.listUsers, { params, query: { limit: 100 } });
  expect(users.flatMap(({ availableServices }) => availableServices)).toEqual([]);
  const { rows } = await running.database.pool.query<{ left: number }>(
    `select coalesce(sum(users), 0)::integer as left from service_counts
     where code = 'office' and organization_id = (select id from organizations where slug = $1)`,
    [params.org],
  );
  expect(rows).toEqual([{ left: 0 }]);
});

test.for([
  ['in use', 'kintone', 'code_taken'],
  ['with capitals', 'Wiki', 'invalid_request'],
  ['beginning with a digit', '1wiki', 'invalid_request'],
  ['of the list itself', 'availableservices', 'invalid_request'],
] as const)('a code %s is refused', async ([, code, problem]) => {
  const { add, codes } = await found();
  await expect(add(code)).rejects.toMatchObject({ problem: { code: problem } });
  expect(await codes()).toEqual(defaults);
});

test('available services are set, kept, changed and cleared; the directory and the feed agree', async () => {
  const org = 'serving';
  const { scim } = await createTestOrganization(running, org);
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
