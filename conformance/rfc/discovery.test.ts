import { afterAll, expect, test } from 'vitest';
import { expectError, expectList, startBench, urn, type Body } from '../bench.ts';

const bench = await startBench();
afterAll(() => bench.close());

const core = 'urn:ietf:params:scim:schemas:core:2.0';
/** What every resource has, whatever its schema is. */
const common = new Set(['schemas', 'id', 'meta']);

test('RFC 7644 §4 the configuration is one resource and no list', async () => {
  const config = await bench.read('/ServiceProviderConfig');
  expect(config.schemas).toEqual([`${core}:ServiceProviderConfig`]);
  expect(config).not.toHaveProperty('Resources');
});

test('RFC 7643 §5 the configuration has every required attribute, and says the truth', async () => {
  const config = await bench.read('/ServiceProviderConfig');
  expect(config).toMatchObject({
    patch: { supported: true },
    bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: 1000 },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
  });
  expect(config.authenticationSchemes).toEqual([
    expect.objectContaining({
      type: 'oauthbearertoken',
      name: expect.stringMatching(/\w/),
      description: expect.stringMatching(/\w/),
    }),
  ]);
});

test('RFC 7643 §5 filter.maxResults is what a page has at most', async () => {
  const { filter } = await bench.read('/ServiceProviderConfig');
  const small = await startBench({ LOCKSTEP_SCIM_MAX_PAGE_SIZE: '2' });
  for (let index = 0; index < 3; index += 1) await small.user();
  expect(filter.maxResults).toBe(1000);
  expect((await small.read('/ServiceProviderConfig')).filter.maxResults).toBe(2);
  expectList(await small.read('/Users?count=50'), 3, 2);
  expectList(await small.read('/Users'), 3, 2);
  await small.close();
});

test('RFC 7644 §4 resource types are a list, and each has an address', async () => {
  const list = await bench.read('/ResourceTypes');
  expectList(list, 3);
  for (const type of list.Resources) {
    expect(await bench.read(`/ResourceTypes/${type.id}`)).toEqual(type);
    expect(type.meta).toEqual({
      resourceType: 'ResourceType',
      location: `${bench.endpoint}/ResourceTypes/${type.id}`,
    });
    expect((await bench.scim(type.endpoint)).status).toBe(200);
  }
});

test('RFC 7643 §6 a resource type names its endpoint, its schema and its extensions', async () => {
  expect(await bench.read('/ResourceTypes/User')).toMatchObject({
    schemas: [`${core}:ResourceType`],
    name: 'User',
    endpoint: '/Users',
    schema: urn.user,
    schemaExtensions: [urn.enterprise, urn.services, urn.profile].map((schema) => ({ schema, required: false })),
  });
  expect(await bench.read('/ResourceTypes/Group')).toMatchObject({ endpoint: '/Groups', schema: urn.group });
});

test('RFC 7644 §4 schemas are a list, and each has an address', async () => {
  const list = await bench.read('/Schemas');
  expect(list.Resources.map(({ id }: Body) => id)).toEqual(
    expect.arrayContaining([urn.user, urn.enterprise, urn.group]),
  );
  for (const schema of list.Resources) {
    expect(await bench.read(`/Schemas/${schema.id}`)).toEqual(schema);
    expect(schema.meta).toEqual({ resourceType: 'Schema', location: `${bench.endpoint}/Schemas/${schema.id}` });
  }
});

test('RFC 7644 §4 whatever discovery answers with is of a schema that is there', async () => {
  const answers = await Promise.all(
    ['/ServiceProviderConfig', '/ResourceTypes/User', `/Schemas/${urn.user}`].map((path) => bench.read(path)),
  );
  const fixed = ['ServiceProviderConfig', 'ResourceType', 'Schema'].map((name) => `${core}:${name}`);
  expect(answers.flatMap(({ schemas }) => schemas)).toEqual(fixed);
  for (const [index, answer] of answers.entries()) {
    const schema = await bench.read(`/Schemas/${fixed[index]}`);
    const names = schema.attributes.map(({ name }: Body) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(answer).filter((name) => !common.has(name))));
  }
  const { Resources } = await bench.read('/Schemas');
  expect(Resources.slice(-3).map(({ id }: Body) => id)).toEqual(fixed);
});

test('RFC 7643 §7 every attribute is described with all that applies, and never with null', async () => {
  const text = JSON.stringify(await bench.read('/Schemas'));
  expect(text).not.toContain('null');
  const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'];
  const check = (attribute: Body, nests = false): void => {
    expect(attribute.name).toMatch(/^[A-Za-z$][\w$-]*$/);
    expect(types).toContain(attribute.type);
    for (const name of ['multiValued', 'required', 'caseExact']) expect(typeof attribute[name]).toBe('boolean');
    expect(['readOnly', 'readWrite', 'immutable', 'writeOnly']).toContain(attribute.mutability);
    expect(['always', 'never', 'default', 'request']).toContain(attribute.returned);
    expect(['none', 'server', 'global']).toContain(attribute.uniqueness);
    expect(typeof attribute.description).toBe('string');
    expect(Object.hasOwn(attribute, 'subAttributes')).toBe(attribute.type === 'complex');
    expect(Object.hasOwn(attribute, 'referenceTypes')).toBe(attribute.type === 'reference');
    for (const sub of attribute.subAttributes ?? []) {
      // what describes attributes by attributes has a complex one within another (§8.7.2)
      if (!nests) expect(sub.type).not.toBe('complex');
      check(sub);
    }
  };
  for (const { id, attributes } of JSON.parse(text).Resources)
    for (const attribute of attributes) check(attribute, id === `${core}:Schema`);
});

test('RFC 7643 §4.1 the attributes of a user are those of the RFC', async () => {
  const { attributes } = await bench.read(`/Schemas/${urn.user}`);
  const names = attributes.map(({ name }: Body) => name).sort();
  const expected =
    'userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password ' +
    'emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates';
  expect(names).toEqual(expected.split(' ').sort());
});

test('RFC 7643 §4.2 the attributes of a group are those of the RFC', async () => {
  const { attributes } = await bench.read(`/Schemas/${urn.group}`);
  expect(attributes.map(({ name }: Body) => name)).toEqual(['displayName', 'members']);
});

test('RFC 7643 §4.3 the attributes of the enterprise extension are those of the RFC', async () => {
  const { attributes } = await bench.read(`/Schemas/${urn.enterprise}`);
  const names = ['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager'];
  expect(attributes.map(({ name }: Body) => name)).toEqual(names);
});

test.each([
  ['RFC 7644 §4 a resource type that does not exist', '/ResourceTypes/Cat'],
  ['RFC 7644 §4 a schema that does not exist', '/Schemas/urn:example:Cat'],
  ['RFC 7644 §4 a schema by its short name', '/Schemas/User'],
])('%s is a 404', async (_title, path) => {
  expectError(await bench.scim(path), 404);
});

test('RFC 7644 §4 paging, sorting and projection of discovery are passed over, a filter is a 403', async () => {
  const queries = ['count=1&startIndex=2&sortBy=name', 'attributes=name', 'excludedAttributes=name,attributes,patch'];
  for (const path of [
    '/Schemas',
    '/ResourceTypes',
    '/ServiceProviderConfig',
    `/Schemas/${urn.user}`,
    '/ResourceTypes/User',
  ]) {
    const whole = await bench.read(path);
    for (const query of queries) expect(await bench.read(`${path}?${query}`), query).toEqual(whole);
    expectError(await bench.scim(`${path}?filter=name%20eq%20%22User%22`), 403);
  }
});

test('RFC 7644 §4 what a connection does not provision is not described', async () => {
  const users = await bench.neighbour('users-only', 'cybozu');
  expect((await users.read('/ResourceTypes')).Resources.map(({ name }: Body) => name)).toEqual(['User', 'Service']);
  expect((await users.read('/Schemas')).Resources.map(({ id }: Body) => id)).toEqual([
    urn.user,
    urn.enterprise,
    urn.services,
    urn.profile,
    urn.entitlement,
    `${core}:ServiceProviderConfig`,
    `${core}:ResourceType`,
    `${core}:Schema`,
  ]);
});
