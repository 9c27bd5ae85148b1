import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../config/read-config.ts';
import { startServer } from '../../main.ts';
import {
  adminToken,
  createTestOrganization,
  scimCaller,
  startTestServer,
  type ScimCall,
} from '../../test-server.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());

const device = 'urn:example:params:scim:schemas:Device';
const badge = 'urn:example:params:scim:schemas:extension:Badge';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

let serial = 0;
interface Place {
  readonly org: string;
  readonly scim: ScimCall;
  readonly endpoint: string;
  readonly token: string;
  /** Defines the schema anew with these attributes; `discardValues` lets values be lost. */
  put(id: string, attributes: readonly object[], discardValues?: boolean): Promise<unknown>;
  putType(
    name: string,
    endpoint: string,
    schema: string,
    extensions?: readonly object[],
    discardValues?: boolean,
  ): Promise<unknown>;
}

async function organization(): Promise<Place> {
  const org = `org-${(serial += 1)}`;
  const { scim, endpoint, token } = await createTestOrganization(running, org);
  const query = (discard: boolean) => ({ discardValues: discard ? 'true' : 'false' }) as const;
  return {
    org,
    scim,
    endpoint,
    token,
    put: (id, attributes, discard = false) =>
      running.call(routes.putSchema, {
        params: { org, schema: id },
        query: query(discard),
        body: { id, name: 'Named', attributes: attributes as never },
      }),
    putType: (name, path, schema, extensions = [], discard = false) =>
      running.call(routes.putResourceType, {
        params: { org, type: name },
        query: query(discard),
        body: { name, endpoint: path, schema, schemaExtensions: extensions as never },
      }),
  };
}

/** An organization with devices and, for users, badges. */
async function withDevices(): Promise<Place> {
  const place = await organization();
  await place.put(device, [{ name: 'serial', required: true }, { name: 'model' }, { name: 'tags', multiValued: true }]);
  await place.put(badge, [{ name: 'number' }, { name: 'colour' }]);
  await place.putType('Device', '/Devices', device);
  await place.putType('User', '/Users', core, [{ schema: badge }]);
  return place;
}

const create = async ({ scim }: Place, path: string, body: object): Promise<ReturnType<ScimCall>> =>
  scim(path, { method: 'POST', body });
const problem = (code: string, path?: string) => ({
  problem: expect.objectContaining({
    code,
    ...(path === undefined ? {} : { issues: expect.arrayContaining([expect.objectContaining({ path })]) }),
  }),
});

describe('what cannot be defined, and at which field', async () => {
  const place = await organization();

  test.each<[string, string, object]>([
    ['no URN', 'id', { id: 'device' }],
    ['a URN of RFC 7643', 'id', { id: core }],
    ['a URN of Lockstep', 'id', { id: 'urn:lockstep:mine' }],
    ['a name with a dot', 'attributes.0.name', { attributes: [{ name: 'a.b' }] }],
    ['a name that begins with a digit', 'attributes.0.name', { attributes: [{ name: '1a' }] }],
    ['a common attribute', 'attributes.1.name', { attributes: [{ name: 'a' }, { name: 'Meta' }] }],
    ['a name of JavaScript', 'attributes.0.name', { attributes: [{ name: 'constructor' }] }],
    ['a name twice', 'attributes.1.name', { attributes: [{ name: 'a' }, { name: 'A' }] }],
    ['no attributes', 'attributes', { attributes: [] }],
    ['an unknown type', 'attributes.0.type', { attributes: [{ name: 'a', type: 'money' }] }],
    ['an unknown characteristic', 'attributes.0', { attributes: [{ name: 'a', colour: 'red' }] }],
    ['uniqueness global', 'attributes.0.uniqueness', { attributes: [{ name: 'a', uniqueness: 'global' }] }],
    ['complex without parts', 'attributes.0.subAttributes', { attributes: [{ name: 'a', type: 'complex' }] }],
    ['parts of text', 'attributes.0.subAttributes', { attributes: [{ name: 'a', subAttributes: [{ name: 'b' }] }] }],
    [
      'complex within complex',
      'attributes.0.subAttributes.0.type',
      { attributes: [{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }] },
    ],
    ['a reference to nothing', 'attributes.0.referenceTypes', { attributes: [{ name: 'a', type: 'reference' }] }],
    ['case of a number', 'attributes.0.caseExact', { attributes: [{ name: 'a', type: 'integer', caseExact: true }] }],
    [
      'canonical values of a number',
      'attributes.0.canonicalValues',
      { attributes: [{ name: 'a', type: 'integer', canonicalValues: ['1'] }] },
    ],
    [
      'required and read-only',
      'attributes.0.required',
      { attributes: [{ name: 'a', required: true, mutability: 'readOnly' }] },
    ],
    [
      'a secret that is shown',
      'attributes.0.returned',
      { attributes: [{ name: 'a', mutability: 'writeOnly', returned: 'always' }] },
    ],
    [
      'a list of secrets',
      'attributes.0.mutability',
      { attributes: [{ name: 'a', mutability: 'writeOnly', multiValued: true }] },
    ],
    [
      'a unique secret',
      'attributes.0.uniqueness',
      { attributes: [{ name: 'a', mutability: 'writeOnly', uniqueness: 'server' }] },
    ],
    [
      'a unique boolean',
      'attributes.0.uniqueness',
      { attributes: [{ name: 'a', type: 'boolean', uniqueness: 'server' }] },
    ],
    [
      'too many attributes',
      'attributes',
      {
        attributes: Array.from({ length: 101 }, (_, n) => ({
          name: `a${n}`,
          type: 'complex',
          subAttributes: [{ name: 'b' }],
        })),
      },
    ],
  ])('%s: %s', async (_what, path, given) => {
    const body = { id: 'urn:example:x', name: 'X', attributes: [{ name: 'a' }], ...given };
    const params = { org: place.org, schema: body.id };
    await expect(running.call(routes.putSchema, { params, body })).rejects.toMatchObject(
      problem('invalid_request', path),
    );
  });

  test.each<[string, string, object]>([
    ['a schema that is not there', 'schema', { schema: 'urn:example:none' }],
    [
      'an extension that is not there',
      'schemaExtensions.0.schema',
      { schemaExtensions: [{ schema: 'urn:example:none' }] },
    ],
    ['its schema as an extension', 'schema', { schemaExtensions: [{ schema: 'urn:example:ok' }] }],
    ['a built-in name', 'name', { name: 'Service' }],
    ['a name with a space', 'name', { name: 'My Device' }],
    ['a built-in endpoint', 'endpoint', { endpoint: '/users' }],
    ['an endpoint of the protocol', 'endpoint', { endpoint: '/Bulk' }],
    ['an endpoint without a slash', 'endpoint', { endpoint: 'Devices' }],
    ['an endpoint of two parts', 'endpoint', { endpoint: '/a/b' }],
    ['another endpoint for User', 'endpoint', { name: 'User', schema: core }],
    ['another schema for User', 'schema', { name: 'User', endpoint: '/Users' }],
    ['another schema for Group', 'schema', { name: 'Group', endpoint: '/Groups' }],
  ])('a resource type with %s: %s', async (_what, path, given) => {
    await place.put('urn:example:ok', [{ name: 'a' }]);
    const body = { name: 'Thing', endpoint: '/Things', schema: 'urn:example:ok', ...given };
    const params = { org: place.org, type: body.name };
    await expect(running.call(routes.putResourceType, { params, body })).rejects.toMatchObject(
      problem('invalid_request', path),
    );
  });

  test('names, endpoints and main schemas that another type has', async () => {
    await place.put('urn:example:ok', [{ name: 'a' }]);
    await place.put('urn:example:more', [{ name: 'a' }]);
    await place.putType('Thing', '/Things', 'urn:example:ok');
    await expect(place.putType('thing', '/Other', 'urn:example:more')).rejects.toMatchObject(
      problem('invalid_request', 'name'),
    );
    await expect(place.putType('Other', '/THINGS', 'urn:example:more')).rejects.toMatchObject(
      problem('invalid_request', 'endpoint'),
    );
    await expect(place.putType('Other', '/Other', 'urn:example:ok')).rejects.toMatchObject(
      problem('invalid_request', 'schema'),
    );
  });
});

describe('changing definitions while there are resources', () => {
  test('attributes can be added and described anew; what is the same is no change', async () => {
    const place = await withDevices();
    const { body } = await create(place, '/Devices', { schemas: [device], serial: 's', model: 'm' });
    const attributes = [
      { name: 'serial', required: true },
      { name: 'model' },
      { name: 'tags', multiValued: true },
      { name: 'size', type: 'integer' },
    ];
    await place.put(device, attributes);
    await place.put(device, attributes);
    const patch = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'size', value: 3 }],
    };
    const changed = await place.scim(`/Devices/${body.id}`, { method: 'PATCH', body: patch });
    expect(changed.body).toMatchObject({ serial: 's', model: 'm', size: 3 });
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from changes join organizations on organizations.id = organization_id
      where slug = ${place.org} and resource_type = 'Schema' and operation = 'update'`.execute(running.database.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test.each<[string, readonly object[]]>([
    [
      'removing an attribute',
      [
        { name: 'serial', required: true },
        { name: 'tags', multiValued: true },
      ],
    ],
    [
      'another type',
      [
        { name: 'serial', required: true },
        { name: 'model', type: 'integer' },
        { name: 'tags', multiValued: true },
      ],
    ],
    [
      'a list',
      [
        { name: 'serial', required: true },
        { name: 'model', multiValued: true },
        { name: 'tags', multiValued: true },
      ],
    ],
  ])('%s: refused while resources have values, done when they may be lost', async (_what, attributes) => {
    const place = await withDevices();
    const { body } = await create(place, '/Devices', { schemas: [device], serial: 's', model: 'm', tags: ['t'] });
    await expect(place.put(device, attributes)).rejects.toMatchObject(problem('values_exist'));
    expect((await place.scim(`/Devices/${body.id}`)).body).toEqual(body);
    await place.put(device, attributes, true);
    const { model, ...kept } = (await place.scim(`/Devices/${body.id}`)).body;
    expect(model).toBeUndefined();
    expect(kept).toMatchObject({ serial: 's', tags: ['t'], meta: { version: 'W/"2"' } });
  });

  test('an attribute without values goes without a word', async () => {
    const place = await withDevices();
    await create(place, '/Devices', { schemas: [device], serial: 's' });
    await place.put(device, [{ name: 'serial', required: true }]);
    const { schemas } = await running.call(routes.listSchemas, { params: { org: place.org } });
    expect(schemas[0]?.attributes.map(({ name }) => name)).toEqual(['serial']);
  });

  test('an extension that users have: refused, then lost with the feed told', async () => {
    const place = await withDevices();
    const { body } = await create(place, '/Users', {
      schemas: [core, badge],
      userName: 'ann',
      [badge]: { number: '7' },
    });
    await expect(place.putType('User', '/Users', core)).rejects.toMatchObject(problem('values_exist'));
    await place.putType('User', '/Users', core, [], true);
    const after = (await place.scim(`/Users/${body.id}`)).body;
    expect(after).toMatchObject({ schemas: [core], userName: 'ann', meta: { version: 'W/"2"' } });
    // it does not come back with the extension
    await place.putType('User', '/Users', core, [{ schema: badge }]);
    expect((await place.scim(`/Users/${body.id}`)).body[badge]).toBeUndefined();
    const { rows } = await sql<{ attributes: unknown }>`
      select attributes from changes where resource_id = ${body.id} and operation = 'update'`.execute(
      running.database.db,
    );
    expect(rows).toEqual([{ attributes: [{ path: `${badge}:number`, before: '7' }] }]);
  });

  test('an extension that groups have: refused, then lost; a required one has to be filled in', async () => {
    const place = await withDevices();
    const schema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
    const extend = (extensions: readonly object[], discard = false) =>
      place.putType('Group', '/Groups', schema, extensions, discard);
    await extend([{ schema: badge }]);
    const body = { schemas: [schema, badge], displayName: 'Staff', [badge]: { number: '7' } };
    const { id } = (await create(place, '/Groups', body)).body;
    const { schemas } = await running.call(routes.listSchemas, { params: { org: place.org } });
    expect(schemas.find((one) => one.id === badge)?.usedBy).toEqual(['User', 'Group']);
    await expect(extend([])).rejects.toMatchObject(problem('values_exist'));
    await extend([], true);
    expect((await place.scim(`/Groups/${id}`)).body).toMatchObject({ schemas: [schema], meta: { version: 'W/"2"' } });
    await expect(extend([{ schema: badge, required: true }])).rejects.toMatchObject(problem('values_conflict'));
    await place.scim(`/Groups/${id}`, { method: 'DELETE' });
    await extend([{ schema: badge, required: true }]);
    const given = { params: { org: place.org }, body: { displayName: 'Other' } };
    await expect(running.call(routes.createGroup, given)).rejects.toMatchObject(problem('invalid_request'));
    const filled = { ...given, body: { displayName: 'Other', extensions: { [badge]: { number: '8' } } } };
    const other = await running.call(routes.createGroup, filled);
    expect(other.extensions).toEqual({ [badge]: { number: '8' } });
    const change = { params: { org: place.org, group: other.id }, body: { extensions: { [badge]: { number: '9' } } } };
    expect(await running.call(routes.updateGroup, change)).toMatchObject({
      displayName: 'Other',
      extensions: { [badge]: { number: '9' } },
    });
    expect((await create(place, '/Groups', body)).status).toBe(201);
  });

  test('what is newly required must be there', async () => {
    const place = await withDevices();
    await create(place, '/Devices', { schemas: [device], serial: 's' });
    const attributes = [
      { name: 'serial', required: true },
      { name: 'model', required: true },
      { name: 'tags', multiValued: true },
    ];
    await expect(place.put(device, attributes)).rejects.toMatchObject(problem('values_conflict'));
    await create(place, '/Users', { schemas: [core], userName: 'bob' });
    await expect(place.putType('User', '/Users', core, [{ schema: badge, required: true }])).rejects.toMatchObject(
      problem('values_conflict'),
    );
  });

  test('what is newly unique must differ, and is then held to it', async () => {
    const place = await withDevices();
    const made = await Promise.all(
      ['m', 'M'].map((model, n) => create(place, '/Devices', { schemas: [device], serial: `s${n}`, model })),
    );
    const unique = [
      { name: 'serial', required: true },
      { name: 'model', uniqueness: 'server' },
      { name: 'tags', multiValued: true },
    ];
    await expect(place.put(device, unique)).rejects.toMatchObject(problem('values_conflict'));
    await place.scim(`/Devices/${made[0]?.body.id}`, { method: 'DELETE' });
    await place.put(device, unique);
    expect((await create(place, '/Devices', { schemas: [device], serial: 's', model: 'm' })).status).toBe(409);
    await place.put(device, [
      { name: 'serial', required: true },
      { name: 'model' },
      { name: 'tags', multiValued: true },
    ]);
    expect((await create(place, '/Devices', { schemas: [device], serial: 's', model: 'm' })).status).toBe(201);
  });

  test('case that counts from now on counts for what is there', async () => {
    const place = await withDevices();
    await create(place, '/Devices', { schemas: [device], serial: 's', model: 'Em' });
    const found = async (text: string): Promise<number> =>
      (await place.scim(`/Devices?filter=${encodeURIComponent(`model eq "${text}"`)}`)).body.totalResults;
    expect([await found('em'), await found('Em')]).toEqual([1, 1]);
    await place.put(device, [
      { name: 'serial', required: true },
      { name: 'model', caseExact: true },
      { name: 'tags', multiValued: true },
    ]);
    expect([await found('em'), await found('Em')]).toEqual([0, 1]);
  });

  test('a type with resources: refused, then deleted with them; its schema only after it', async () => {
    const place = await withDevices();
    const params = { org: place.org, type: 'Device' };
    await create(place, '/Devices', { schemas: [device], serial: 's' });
    await expect(running.call(routes.deleteResourceType, { params })).rejects.toMatchObject(problem('values_exist'));
    await expect(place.putType('Device', '/Machines', device)).rejects.toMatchObject(problem('values_exist'));
    const schema = { org: place.org, schema: device };
    await expect(running.call(routes.deleteSchema, { params: schema })).rejects.toMatchObject(problem('schema_in_use'));
    await running.call(routes.deleteResourceType, { params, query: { discardValues: 'true' } });
    expect((await place.scim('/Devices')).status).toBe(404);
    await running.call(routes.deleteSchema, { params: schema });
    await expect(running.call(routes.deleteSchema, { params: schema })).rejects.toMatchObject(problem('not_found'));
    await place.put(device, [{ name: 'serial' }]);
    await place.putType('Device', '/Devices', device);
    expect((await place.scim('/Devices')).body.totalResults).toBe(0);
  });
});

test('the list says who uses what, and how many resources there are', async () => {
  const place = await withDevices();
  await create(place, '/Devices', { schemas: [device], serial: 's' });
  const { schemas, resourceTypes } = await running.call(routes.listSchemas, { params: { org: place.org } });
  expect(schemas.map(({ id, usedBy }) => [id, usedBy])).toEqual([
    [device, ['Device']],
    [badge, ['User']],
  ]);
  expect(resourceTypes.map(({ name, custom, resources }) => [name, custom, resources])).toEqual([
    ['User', false, 0],
    ['Group', false, 0],
    ['Device', true, 1],
  ]);
});

test('the audit log calls resources of an own type by what they are called now, and by what they were when they went', async () => {
  const place = await organization();
  await place.put(device, [{ name: 'displayName' }]);
  await place.putType('Device', '/Devices', device);
  const [kept, gone] = [
    await create(place, '/Devices', { schemas: [device], displayName: 'Lamp' }),
    await create(place, '/Devices', { schemas: [device], displayName: 'Fan' }),
  ].map(({ body }) => `/Devices/${body.id}`);
  const renamed = { method: 'PUT', body: { schemas: [device], displayName: 'Light' } };
  expect((await place.scim(kept ?? '', renamed)).status).toBe(200);
  expect((await place.scim(gone ?? '', { method: 'DELETE' })).status).toBe(204);
  const { entries } = await running.call(routes.listAuditLog, {
    params: { org: place.org },
    query: { resourceType: 'custom:Device' },
  });
  const told = entries.map(({ operation, resourceName }) => `${operation} ${resourceName}`);
  expect(told).toEqual(['delete Fan', 'update Light', 'create Fan', 'create Light']);
});

test('where users need an extension, nobody is created without it, and the answer says why', async () => {
  const place = await withDevices();
  await place.putType('User', '/Users', core, [{ schema: badge, required: true }]);
  const params = { org: place.org };
  const user = { loginName: 'cat', displayName: 'Cat' };
  await expect(running.call(routes.createUser, { params, body: user })).rejects.toMatchObject({
    problem: {
      code: 'invalid_request',
      issues: [{ path: expect.stringContaining(`extensions.${badge}`), code: 'required' }],
    },
  });
  const body = { ...user, extensions: { [badge]: { number: '7' } } };
  const made = await running.call(routes.createUser, { params, body });
  expect(made.extensions).toEqual(body.extensions);
  await expect(
    running.call(routes.updateUser, { params: { ...params, user: made.id }, body: { extensions: { [badge]: null } } }),
  ).rejects.toMatchObject(problem('invalid_request'));
  await running.call(routes.deleteUser, { params: { ...params, user: made.id } });
  const answer = await create(place, '/Users', { schemas: [core, badge], userName: 'cat', [badge]: { number: '1' } });
  expect(answer.status).toBe(201);
});

test('another server process on the same database follows within seconds, and refuses what it knows too late', async () => {
  const place = await withDevices();
  const data = await mkdtemp(join(tmpdir(), 'lockstep-data-'));
  const config = readConfig(
    { port: '0', data, databaseUrl: running.database.url },
    { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_SCIM_RATE: '0', LOCKSTEP_LOG_LEVEL: 'error' },
  );
  const second = await startServer(config, (reason) => {
    throw new Error(reason);
  });
  try {
    const there = scimCaller(place.endpoint.replace(running.url, second.url), place.token);
    const post = (serialNumber: string) =>
      there('/Devices', { method: 'POST', body: { schemas: [device], serial: serialNumber, model: 'm' } });
    expect((await post('a')).status).toBe(201);
    const call = createAdminClient({
      fetch: (address, init) => fetch(address, init),
      origin: running.url,
      headers: { authorization: `Bearer ${adminToken}` },
    });
    const attributes = [
      { name: 'serial', required: true },
      { name: 'model', uniqueness: 'server' },
      { name: 'tags', multiValued: true },
    ];
    await call(routes.putSchema, {
      params: { org: place.org, schema: device },
      body: { id: device, name: 'Named', attributes: attributes as never },
    });
    // until it knows, it is told to wait: never is a second "m" accepted
    await vi.waitFor(
      async () => {
        const { status } = await post('b');
        expect([409, 503]).toContain(status);
        expect(status).toBe(409);
      },
      { interval: 100 },
    );
    expect((await place.scim('/Devices')).body.totalResults).toBe(1);
  } finally {
    await second.close();
    await rm(data, { recursive: true, force: true });
  }
});
