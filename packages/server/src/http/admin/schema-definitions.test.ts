import { routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../test-server.testing.ts';
import { badge, core, create, device, organization, problem, withDevices } from './schemas.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());

describe('what cannot be defined, and at which field', async () => {
  const place = await organization(running);

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

test('the list says who uses what, and how many resources there are', async () => {
  const place = await withDevices(running);
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
  const place = await organization(running);
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
  const place = await withDevices(running);
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
