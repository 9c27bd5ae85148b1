import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const services = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const codes = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'];
const path = `${services}:availableServices`;

let running: TestServer;
let scim: ScimCall;
beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, 'acme', 'cybozu'));
});
afterAll(() => running.close());

function create(userName: string, availableServices: unknown): Promise<ScimAnswer> {
  const body = { schemas: [core, services], userName, [services]: { availableServices } };
  return scim('/Users', { method: 'POST', body });
}

async function created(userName: string, availableServices: readonly string[]): Promise<string> {
  const { status, body } = await create(userName, availableServices);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

function patch(id: string, operation: object): Promise<ScimAnswer> {
  return scim(`/Users/${id}`, { method: 'PATCH', body: { schemas: [patchOp], Operations: [operation] } });
}

async function found(filter: string): Promise<string[]> {
  const { status, body } = await scim(`/Users?filter=${encodeURIComponent(filter)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.Resources.map((user: { userName: string }) => user.userName).sort();
}

test('discovery names the extension, its attribute and every service', async () => {
  const { body: type } = await scim('/ResourceTypes/User');
  expect(type.schemaExtensions).toContainEqual({ schema: services, required: false });
  const { body: schema } = await scim(`/Schemas/${services}`);
  expect(schema.attributes).toEqual([
    expect.objectContaining({
      name: 'availableServices',
      type: 'string',
      multiValued: true,
      caseExact: true,
      canonicalValues: codes,
    }),
    ...codes.map((name) => expect.objectContaining({ name, type: 'boolean', multiValued: false })),
  ]);
});

test('what is created is read back, and the extension is among the schemas', async () => {
  const id = await created('read', ['kintone', 'garoon']);
  const { body } = await scim(`/Users/${id}`);
  expect(body[services]).toEqual({ availableServices: ['kintone', 'garoon'], kintone: true, garoon: true });
  expect(body.schemas).toEqual([core, services]);
  const { body: bare } = await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'bare' } });
  expect(bare).not.toHaveProperty([services]);
  expect(bare.schemas).toEqual([core]);
});

describe('an unknown service', () => {
  const refusal = { status: 400, body: { scimType: 'invalidValue', detail: expect.stringContaining('"lotus"') } };

  test.each([[['kintone', 'lotus']], ['lotus']])('is refused by name in %j', async (value) => {
    expect(await create('unknown', value)).toMatchObject(refusal);
    expect(await found('userName eq "unknown"')).toEqual([]);
  });

  test('is refused by PATCH and PUT, and nothing changes', async () => {
    const id = await created('kept', ['kintone']);
    expect(await patch(id, { op: 'add', path, value: ['lotus'] })).toMatchObject(refusal);
    const body = { schemas: [core, services], userName: 'kept', [services]: { availableServices: ['lotus'] } };
    expect(await scim(`/Users/${id}`, { method: 'PUT', body })).toMatchObject(refusal);
    expect((await scim(`/Users/${id}`)).body[services]).toEqual({ availableServices: ['kintone'], kintone: true });
  });

  test('may differ from a known one in case alone', async () => {
    expect(await create('case', ['Kintone'])).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });
});

describe('PATCH', () => {
  test.each([
    ['adds one', { op: 'add', path, value: ['office'] }, ['kintone', 'garoon', 'office']],
    ['adds what is there once', { op: 'add', path, value: ['garoon'] }, ['kintone', 'garoon']],
    ['replaces all', { op: 'replace', path, value: ['mailwise'] }, ['mailwise']],
    [
      'replaces without a path',
      { op: 'replace', value: { [services]: { availableServices: ['office'] } } },
      ['office'],
    ],
    ['replaces as Entra writes it', { op: 'Replace', value: { [path]: ['office'] } }, ['office']],
    ['removes one by filter', { op: 'remove', path: `${path}[value eq "garoon"]` }, ['kintone']],
    ['removes one as Entra writes it', { op: 'Remove', path, value: ['kintone'] }, ['garoon']],
    ['removes all', { op: 'remove', path }, undefined],
    ['replaces by nothing', { op: 'replace', path, value: [] }, undefined],
  ])('%s', async (name, operation, expected) => {
    const id = await created(name, ['kintone', 'garoon']);
    const { status, body } = await patch(id, operation);
    expect(status, JSON.stringify(body)).toBe(200);
    expect((await scim(`/Users/${id}`)).body[services]?.availableServices).toEqual(expected);
    expect(await found(`userName eq "${name}" and ${path} pr`)).toEqual(expected === undefined ? [] : [name]);
  });

  test('is in the change feed', async () => {
    const id = await created('feed', ['kintone']);
    await patch(id, { op: 'add', path, value: ['garoon'] });
    const changes = await running.database.db
      .selectFrom('changes')
      .select('attributes')
      .where('resource_id', '=', id)
      .orderBy('seq')
      .execute();
    expect(changes.at(-1)?.attributes).toContainEqual({ path, before: ['kintone'], after: ['kintone', 'garoon'] });
  });
});

test('filters find users by service, with the case that counts', async () => {
  await created('filter.one', ['secure_access']);
  await created('filter.two', ['secure_access', 'garoon']);
  await created('filter.three', ['office']);
  const mine = (filter: string): Promise<string[]> => found(`userName sw "filter." and ${filter}`);
  expect(await mine(`${path} eq "secure_access"`)).toEqual(['filter.one', 'filter.two']);
  expect(await mine(`${path} eq "garoon" and ${path} eq "secure_access"`)).toEqual(['filter.two']);
  expect(await mine(`${path} eq "Garoon"`)).toEqual([]);
  expect(await mine(`not (${path} eq "secure_access")`)).toEqual(['filter.three']);
  expect(await mine(`schemas eq "${services}"`)).toHaveLength(3);
});
