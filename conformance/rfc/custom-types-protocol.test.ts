import { afterAll, describe, expect, test } from 'vitest';
import { expectError, expectList, startBench, unknownId, urn, type Body } from '../bench.ts';
import { createThing, defineThings, own, putThing, thingAttributes, thingBody } from '../things.ts';

/** The protocol over a resource type that an organization defined: its description, methods, versions and Bulk. */
const bench = await startBench();
afterAll(() => bench.close());
await defineThings(bench.running);
const neighbour = await bench.neighbour('other');

const thing = (more?: object) => createThing(bench, more);
const put = (before: Body, more: object) => putThing(bench, before, more);

describe('discovery', () => {
  test('RFC 7643 §6 a resource type of an organization is described with its extensions', async () => {
    expect(await bench.read('/ResourceTypes/Thing')).toMatchObject({
      name: 'Thing',
      endpoint: '/Things',
      schema: own.thing,
      schemaExtensions: [
        { schema: own.cost, required: true },
        { schema: own.lease, required: false },
      ],
    });
    const user = await bench.read('/ResourceTypes/User');
    expect(user.schemaExtensions).toContainEqual({ schema: own.lease, required: false });
    const { Resources } = await bench.read('/ResourceTypes');
    expect(Resources.map(({ name }: Body) => name)).toEqual(['User', 'Group', 'Thing', 'Service']);
  });

  test('RFC 7643 §7 a schema of an organization is described with every characteristic', async () => {
    const { attributes } = await bench.read(`/Schemas/${own.thing}`);
    const byName = new Map<string, Body>(attributes.map((one: Body) => [one.name, one]));
    for (const attribute of thingAttributes) expect(byName.get(attribute.name)).toMatchObject(attribute);
    for (const one of attributes) {
      expect(one).toMatchObject({
        type: expect.any(String),
        multiValued: expect.any(Boolean),
        required: expect.any(Boolean),
        mutability: expect.any(String),
        returned: expect.any(String),
        uniqueness: expect.any(String),
      });
    }
    expect(byName.get('pin')?.returned).toBe('never');
    const { Resources } = await bench.read('/Schemas');
    expect(Resources.filter(({ id }: Body) => id === own.lease)).toHaveLength(1);
  });
});

describe('operations', () => {
  test('RFC 7644 §3.2 things have the methods that users have, and no others', async () => {
    const { id } = await thing();
    expect((await bench.scim(`/Things/${id}`)).headers.get('location')).toBe(`${bench.endpoint}/Things/${id}`);
    const list = await bench.scim('/Things', { method: 'DELETE' });
    expectError(list, 405);
    expect(list.headers.get('allow')).toContain('POST');
    const options = await bench.scim('/Things', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, list.headers.get('allow')]);
    expectError(await bench.scim('/Nothings', { method: 'DELETE' }), 404);
    expectError(await bench.scim('/things'), 404);
    expect((await bench.scim(`/Things/${id}`, { method: 'DELETE' })).status).toBe(204);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const operations = { schemas: [urn.patch], Operations: [{ op: 'replace', path: 'text', value: 'x' }] };
      const body = method === 'PUT' ? thingBody(bench) : method === 'PATCH' ? operations : undefined;
      for (const gone of [id, unknownId, 'x'])
        expectError(await bench.scim(`/Things/${gone}`, { method, ...(body === undefined ? {} : { body }) }), 404);
    }
  });

  test('RFC 7644 §3.14 things have versions: 412, 304, and none for what changes nothing', async () => {
    const { id, code } = await thing({ text: 'same' });
    const address = `/Things/${id}`;
    expect((await bench.patch(address, { op: 'replace', path: 'text', value: 'same' })).body.meta.version).toBe(
      'W/"1"',
    );
    expect((await put({ id, code }, { text: 'same' })).body.meta.version).toBe('W/"1"');
    expect((await bench.patch(address, { op: 'replace', path: 'text', value: 'new' })).body.meta.version).toBe('W/"2"');
    const stale = { headers: { 'if-match': 'W/"1"' } };
    expectError(await bench.scim(address, { method: 'DELETE', ...stale }), 412);
    expect((await bench.scim(address, { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(304);
  });

  test('RFC 7644 §3.14 parallel PATCHes of one thing are all applied', async () => {
    const { id } = await thing({ tags: ['0'] });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => bench.patch(`/Things/${id}`, { op: 'add', path: 'tags', value: [`t${n}`] })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect((await bench.read(`/Things/${id}`)).tags).toHaveLength(11);
  });
});

const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const bulk = async (...Operations: readonly object[]): Promise<Body[]> => {
  const answer = await bench.scim('/Bulk', { method: 'POST', body: { schemas: [bulkRequest], Operations } });
  expect(answer.status).toBe(200);
  return answer.body.Operations;
};
const post = (path: string, bulkId: string, data: object): object => ({ method: 'POST', path, bulkId, data });
const idAt = ({ location }: Body): string => location.slice(location.lastIndexOf('/') + 1);

describe('bulk', () => {
  test('RFC 7644 §3.7.2 a thing refers to a user that the same request creates later', async () => {
    const owned = thingBody(bench, { keeper: '/Users/bulkId:u', parts: [{ value: 'bulkId:u' }] });
    const [made, user] = await bulk(
      post('/Things', 't', owned),
      post('/Users', 'u', { schemas: [urn.user], userName: bench.name() }),
    );
    expect([made.status, user.status]).toEqual(['201', '201']);
    const expected = { keeper: `/Users/${idAt(user)}`, parts: [{ value: idAt(user) }] };
    expect(await bench.read(`/Things/${idAt(made)}`)).toMatchObject(expected);
  });

  test('RFC 7644 §3.7.1 things and users that refer to each other are made together, or none of them', async () => {
    const circle = (label: string): readonly object[] => [
      post('/Things', 't', thingBody(bench, { label, parts: [{ value: 'bulkId:u' }] })),
      post('/Users', 'u', { schemas: [urn.user], userName: bench.name(), [own.lease]: { contract: 'bulkId:t' } }),
    ];
    const [made, user] = await bulk(...circle('circular'));
    expect((await bench.read(`/Users/${idAt(user)}`))[own.lease].contract).toBe(idAt(made));
    expect((await bench.read(`/Things/${idAt(made)}`)).parts[0].value).toBe(idAt(user));
    const before = (await bench.read('/Users?count=0')).totalResults;
    const failed = await bulk(...circle('circular'));
    expect(failed.map(({ status }) => status)).toEqual(['409', '409']);
    expect((await bench.read('/Users?count=0')).totalResults).toBe(before);
  });

  test('RFC 7644 §3.7 many things at once: each has its own answer, and a taken value harms no other', async () => {
    const label = bench.name();
    const results = await bulk(
      ...Array.from({ length: 20 }, (_, n) =>
        post('/Things', `n${n}`, thingBody(bench, n % 10 === 3 ? { label } : {})),
      ),
    );
    expect(results.map(({ status }) => status).filter((status) => status === '201')).toHaveLength(19);
    expect(results[13]).toMatchObject({ status: '409', response: { scimType: 'uniqueness' } });
  });
});

test('RFC 7644 §6 what one organization defined is neither seen nor usable in another', async () => {
  const mine = await thing({ label: 'mine' });
  const types = await neighbour.read('/ResourceTypes');
  expect(types.Resources.map(({ name }: Body) => name)).toEqual(['User', 'Group', 'Service']);
  expect(JSON.stringify(await neighbour.read('/Schemas'))).not.toContain('urn:example');
  expectError(await neighbour.scim(`/Schemas/${own.thing}`), 404);
  expectError(await neighbour.scim('/ResourceTypes/Thing'), 404);
  for (const path of ['/Things', `/Things/${mine.id}`]) expectError(await neighbour.scim(path), 404);
  expectError(await neighbour.scim('/Things', { method: 'POST', body: thingBody(bench) }), 404);
  expectError(await neighbour.scim('/Things/.search', { method: 'POST', body: { schemas: [urn.search] } }), 404);
  expectError(await neighbour.scim(`/Things/${mine.id}`, { method: 'DELETE' }), 404);
  const filter = encodeURIComponent(`${own.lease}:contract pr`);
  expectError(await neighbour.scim(`/Users?filter=${filter}`), 400, 'invalidFilter');
  const user = await neighbour.user({ [own.lease]: { contract: 'K' } });
  expect(user[own.lease]).toBeUndefined();
  const found = await neighbour.scim('/.search', { method: 'POST', body: { schemas: [urn.search], filter: 'id pr' } });
  const kinds = found.body.Resources.map(({ meta }: Body) => meta.resourceType);
  expect([...new Set(kinds)]).toEqual(['User', 'Service']);

  // the same names there mean what that organization says
  await defineThings(neighbour.running, 'other');
  await neighbour.scim('/Things', { method: 'POST', body: thingBody(bench, { label: 'mine' }) });
  expectList(await neighbour.read('/Things'), 1);
  expectError(await neighbour.scim(`/Things/${mine.id}`), 404);
  expect(await bench.read(`/Things/${mine.id}`)).toEqual(mine);
});
