import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../config/read-config.ts';
import { startServer } from '../../main.ts';
import { adminToken, scimCaller, startTestServer } from '../../test-server.testing.ts';
import { badge, core, create, device, problem, withDevices } from './schemas.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());

describe('changing definitions while there are resources', () => {
  test('attributes can be added and described anew; what is the same is no change', async () => {
    const place = await withDevices(running);
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
    const place = await withDevices(running);
    const { body } = await create(place, '/Devices', { schemas: [device], serial: 's', model: 'm', tags: ['t'] });
    await expect(place.put(device, attributes)).rejects.toMatchObject(problem('values_exist'));
    expect((await place.scim(`/Devices/${body.id}`)).body).toEqual(body);
    await place.put(device, attributes, true);
    const { model, ...kept } = (await place.scim(`/Devices/${body.id}`)).body;
    expect(model).toBeUndefined();
    expect(kept).toMatchObject({ serial: 's', tags: ['t'], meta: { version: 'W/"2"' } });
  });

  test('an attribute without values goes without a word', async () => {
    const place = await withDevices(running);
    await create(place, '/Devices', { schemas: [device], serial: 's' });
    await place.put(device, [{ name: 'serial', required: true }]);
    const { schemas } = await running.call(routes.listSchemas, { params: { org: place.org } });
    expect(schemas[0]?.attributes.map(({ name }) => name)).toEqual(['serial']);
  });

  test('an extension that users have: refused, then lost with the feed told', async () => {
    const place = await withDevices(running);
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
    const place = await withDevices(running);
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
    const place = await withDevices(running);
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
    const place = await withDevices(running);
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
    const place = await withDevices(running);
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
    const place = await withDevices(running);
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

test('another server process on the same database follows within seconds, and refuses what it knows too late', async () => {
  const place = await withDevices(running);
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
