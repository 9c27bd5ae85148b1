import { afterAll, describe, expect, test, vi } from 'vitest';
import { routes } from '../../packages/admin-api/src/index.ts';
import { expectError, expectList, startBench, unknownId, urn, type Body } from '../bench.ts';
import { defineThings, own, thingAttributes, thingBody } from '../things.ts';

/** A resource type and extensions that an organization defined, over the very machinery of users and groups. */
const bench = await startBench();
afterAll(() => bench.close());
await defineThings(bench.running);
const neighbour = await bench.neighbour('other');

async function thing(more: object = {}): Promise<Body> {
  const { status, body } = await bench.scim('/Things', { method: 'POST', body: thingBody(bench, more) });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

const put = (before: Body, more: object) =>
  bench.scim(`/Things/${before.id}`, { method: 'PUT', body: { ...thingBody(bench), code: before.code, ...more } });

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

const refused = { refused: 'invalidValue' } as const;
/** What is given to an attribute, and what the answer then has in its place. */
const given: readonly [characteristic: string, attribute: string, value: unknown, answer: unknown][] = [
  ['string', 'text', 'x', 'x'],
  ['string', 'text', true, refused],
  ['boolean', 'flag', true, true],
  ['boolean', 'flag', 'perhaps', refused],
  ['integer', 'count', 7, 7],
  ['integer', 'count', 1.5, refused],
  ['decimal', 'weight', 1.5, 1.5],
  ['decimal', 'weight', 'heavy', refused],
  ['decimal beyond what is kept exactly', 'weight', 2 ** 53, refused],
  ['dateTime', 'at', '2026-01-31T09:30:00Z', '2026-01-31T09:30:00Z'],
  ['dateTime', 'at', 'yesterday', refused],
  ['binary', 'data', 'TWl4ZWQ=', 'TWl4ZWQ='],
  ['binary', 'data', 'not base64!', refused],
  ['referenceTypes uri', 'link', 'urn:example:x', 'urn:example:x'],
  ['referenceTypes uri', 'link', 'nothing', refused],
  ['referenceTypes external', 'photo', 'https://example.com/x.png', 'https://example.com/x.png'],
  ['referenceTypes external', 'photo', 'urn:example:x', refused],
  ['referenceTypes of a built-in type', 'keeper', '/Users/1', '/Users/1'],
  ['referenceTypes of a built-in type', 'keeper', '/Things/1', refused],
  ['referenceTypes of an own type', 'peer', 'Things/1', 'Things/1'],
  ['referenceTypes of an own type', 'peer', '/Users/1', refused],
  ['canonicalValues', 'kind', 'small', 'small'],
  ['canonicalValues, caseExact false', 'kind', 'LARGE', 'LARGE'],
  ['canonicalValues', 'kind', 'huge', refused],
  ['multiValued', 'tags', ['a', 'b'], ['a', 'b']],
  ['multiValued, nothing', 'tags', [], undefined],
  ['multiValued', 'sizes', [1, 2], [1, 2]],
  ['multiValued of another type', 'sizes', [1, 'a'], refused],
  ['multiValued false', 'text', ['a', 'b'], refused],
  ['mutability immutable', 'fixed', 'x', 'x'],
  ['mutability writeOnly', 'pin', '1234', undefined],
  ['mutability writeOnly of another type', 'pin', { a: 1 }, refused],
  ['returned never', 'hidden', 'x', undefined],
  ['returned request', 'wanted', 'x', undefined],
  ['returned always', 'shown', 'x', 'x'],
  ['complex', 'place', { room: '1', floor: 2 }, { room: '1', floor: 2 }],
  ['complex without what it requires', 'place', { building: 'A' }, refused],
  ['complex, a part of another type', 'place', { room: '1', floor: 'x' }, refused],
  ['returned request of a part', 'place', { room: '1', note: 'n' }, { room: '1' }],
  ['complex list', 'parts', [{ value: 'a', primary: true }], [{ value: 'a', primary: true }]],
  ['complex list with two primaries', 'parts', [{ primary: true }, { value: 'b', primary: true }], refused],
];

test.each(given)('RFC 7643 §2.2 own attribute, %s: %s given %j', async (_about, attribute, value, answer) => {
  const isRefused = answer === refused;
  const before = await thing();
  const answers = [
    await bench.scim('/Things', { method: 'POST', body: thingBody(bench, { [attribute]: value }) }),
    await put(before, { [attribute]: value }),
    await bench.patch(`/Things/${(await thing()).id}`, { op: 'add', path: attribute, value }),
  ];
  for (const one of answers) {
    if (isRefused) expectError(one, 400, 'invalidValue');
    else expect(one.body[attribute], JSON.stringify(one.body)).toEqual(answer);
  }
  if (isRefused) expect(await bench.read(`/Things/${before.id}`)).toEqual(before);
  else expect(answers.map(({ status }) => status)).toEqual([201, 200, 200]);
});

describe('mutability', () => {
  test('RFC 7643 §2.2 an own immutable attribute gets one value, then no other', async () => {
    const { id, code } = await thing();
    const address = `/Things/${id}`;
    const set = await bench.patch(address, { op: 'add', path: 'fixed', value: 'x' });
    expect(set.body.fixed).toBe('x');
    expectError(await bench.patch(address, { op: 'replace', path: 'fixed', value: 'y' }), 400, 'mutability');
    expectError(await bench.patch(address, { op: 'remove', path: 'fixed' }), 400, 'mutability');
    expectError(await put({ id, code }, { fixed: 'y' }), 400, 'mutability');
    expect((await put({ id, code }, {})).body).toMatchObject({ fixed: 'x' });
    expect((await put({ id, code }, { fixed: 'x' })).status).toBe(200);
  });

  test('RFC 7643 §2.2 an own immutable sub-attribute keeps its value while the others change', async () => {
    const before = await thing({ place: { room: '1', building: 'A' } });
    const address = `/Things/${before.id}`;
    expectError(await bench.patch(address, { op: 'replace', path: 'place.building', value: 'B' }), 400, 'mutability');
    expectError(await put(before, { place: { room: '1', building: 'B' } }), 400, 'mutability');
    for (const path of ['place.room', 'place'])
      expectError(await bench.patch(address, { op: 'remove', path }), 400, 'mutability');
    expect((await put(before, { place: { room: '2' } })).body.place).toEqual({ room: '2', building: 'A' });
    expect((await put(before, {})).body.place).toEqual({ room: '2', building: 'A' });
    expect((await put(before, await bench.read(address))).status).toBe(200);
  });

  test('RFC 7643 §2.2 an own read-only attribute is ignored in bodies and refused in PATCH', async () => {
    const { id, code, made } = await thing({ made: 'forged' });
    expect(made).toBeUndefined();
    expect((await put({ id, code }, { made: 'forged' })).body.made).toBeUndefined();
    expectError(await bench.patch(`/Things/${id}`, { op: 'add', path: 'made', value: 'x' }), 400, 'mutability');
  });

  test('RFC 7643 §2.2 an own write-only value is nowhere to be read, yet the same value is no change', async () => {
    const secret = 'S3cret-4711';
    const { id } = await thing({ pin: secret });
    const address = `/Things/${id}`;
    const pin = (value: string) => bench.patch(address, { op: 'replace', path: 'pin', value });
    expect((await pin(secret)).body.meta.version).toBe('W/"1"');
    expect((await pin('another')).body.meta.version).toBe('W/"2"');
    for (const query of ['', '?attributes=pin', '?excludedAttributes=code'])
      expect(JSON.stringify(await bench.read(address + query))).not.toMatch(/4711|"pin"/);
    expectError(await bench.scim(`/Things?filter=${encodeURIComponent('pin pr')}`), 400, 'invalidFilter');
    expectError(await bench.scim('/Things?sortBy=pin'), 400, 'invalidValue');
    const { pool } = bench.running.database;
    const recorded = async (): Promise<number> =>
      Number(
        (await pool.query<{ n: string }>('select count(*) as n from exchanges where path like $1', [`${address}%`]))
          .rows[0]?.n,
      );
    await vi.waitFor(async () => expect(await recorded()).toBeGreaterThanOrEqual(5));
    for (const table of ['custom_resources', 'changes', 'exchanges']) {
      const { rows } = await pool.query<{ all: string }>(`select ${table}::text as all from ${table}`);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.all).not.toContain(secret);
    }
  });
});

const present: readonly [query: string, names: readonly string[]][] = [
  ['', ['shown', 'text']],
  ['?attributes=text', ['shown', 'text']],
  ['?attributes=wanted', ['shown', 'wanted']],
  ['?attributes=hidden', ['shown']],
  ['?attributes=exact', ['shown']],
  ['?excludedAttributes=shown,text', ['shown']],
  ['?excludedAttributes=wanted', ['shown', 'text']],
];

test.each(present)('RFC 7643 §2.2 returned: of own attributes, %j shows %j', async (query, names) => {
  const { id } = await thing({ text: 't', wanted: 'w', shown: 's', hidden: 'h' });
  const body = await bench.read(`/Things/${id}${query}`);
  expect(
    Object.keys(body)
      .filter((name) => ['text', 'wanted', 'shown', 'hidden'].includes(name))
      .sort(),
  ).toEqual(names);
});

describe('uniqueness', () => {
  test('RFC 7643 §2.2 uniqueness: own values are given once, as caseExact compares them, and free again', async () => {
    const before = await thing({
      label: 'Straße',
      parts: [
        { value: 'a', uid: 'U1' },
        { value: 'b', uid: 'U2' },
      ],
    });
    const other = await thing();
    const address = `/Things/${other.id}`;
    for (const label of ['Straße', 'STRAßE']) {
      expectError(
        await bench.scim('/Things', { method: 'POST', body: thingBody(bench, { label }) }),
        409,
        'uniqueness',
      );
      expectError(await put(other, { label }), 409, 'uniqueness');
      expectError(await bench.patch(address, { op: 'add', path: 'label', value: label }), 409, 'uniqueness');
    }
    const twice = { op: 'add', path: 'parts', value: [{ value: 'z', uid: 'u2' }] };
    expectError(await bench.patch(address, twice), 409, 'uniqueness');
    expect(await bench.read(address)).toEqual(other);
    // caseExact
    expect((await thing({ code: `${before.code}X` })).id).toBeDefined();
    await thing({ code: before.code.toUpperCase() });
    await bench.patch(`/Things/${before.id}`, { op: 'replace', path: 'label', value: 'Weg' });
    expect((await bench.patch(address, { op: 'add', path: 'label', value: 'Straße' })).status).toBe(200);
    await bench.scim(`/Things/${before.id}`, { method: 'DELETE' });
    expect((await bench.patch(address, twice)).status).toBe(200);
  });

  test('RFC 7643 §2.2 uniqueness: of eight own creates at once one is 201 and seven are 409, round after round', async () => {
    const statuses = async (send: (round: number) => Promise<{ status: number }>, round: number): Promise<number[]> => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(round)));
      return answers.map(({ status }) => status).sort((a, b) => a - b);
    };
    for (let round = 0; round < 5; round += 1) {
      const things = await statuses((n) => {
        const body = thingBody(bench, { label: `race ${n}` });
        return bench.scim('/Things', { method: 'POST', body });
      }, round);
      const users = await statuses((n) => {
        const body = {
          schemas: [urn.user, own.lease],
          userName: bench.name(),
          [own.lease]: { contract: 'c', badge: `b${n}` },
        };
        return bench.scim('/Users', { method: 'POST', body });
      }, round);
      const expected = [201, ...Array.from({ length: 7 }, () => 409)];
      expect([things, users]).toEqual([expected, expected]);
    }
    expectList(await bench.read(`/Things?filter=${encodeURIComponent('label sw "race"')}`), 5);
    const users = await bench.read(`/Users?filter=${encodeURIComponent(`${own.lease}:badge sw "b"`)}`);
    expectList(users, 5);
  });

  test('RFC 7643 §2.2 uniqueness: an own value that PATCHes race for goes to one', async () => {
    const things = await Promise.all(Array.from({ length: 6 }, () => thing()));
    const operation = { op: 'add', path: 'label', value: 'raced' };
    const answers = await Promise.all(things.map(({ id }) => bench.patch(`/Things/${id}`, operation)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
  });
});

describe('extensions', () => {
  const leased = { contract: 'K1', until: '2027-01-01T00:00:00Z', remark: 'r' };

  test('RFC 7643 §3.3 an own extension of users is created, changed, shown, found and removed', async () => {
    const created = await bench.user({ schemas: [urn.user, own.lease], [own.lease]: { ...leased, badge: 'B-77' } });
    const address = `/Users/${created.id}`;
    expect(created.schemas).toContain(own.lease);
    expect(created[own.lease]).toEqual({ contract: 'K1', until: leased.until, badge: 'B-77' });
    const path = `${own.lease}:contract`;
    expect((await bench.patch(address, { op: 'replace', path, value: 'K2' })).body[own.lease].contract).toBe('K2');
    for (const filter of [
      `${path} eq "k2"`,
      `${own.lease}:badge eq "b-77"`,
      `${own.lease}:until lt "2027-02-01T00:00:00Z" and ${path} eq "K2"`,
    ])
      expect(await bench.found('/Users', filter)).toEqual([created.userName]);
    const shown = await bench.read(`${address}?attributes=${own.lease}:remark`);
    expect(shown[own.lease]).toEqual({ remark: 'r' });
    const removed = await bench.patch(address, { op: 'remove', path: own.lease });
    expect(removed.body[own.lease]).toBeUndefined();
    expect(removed.body.schemas).not.toContain(own.lease);
    expect(await bench.found('/Users', `${path} eq "K2"`)).toEqual([]);
    // and its badge is free
    await bench.user({ [own.lease]: { contract: 'x', badge: 'B-77' } });
  });

  test('RFC 7643 §3.3 an own extension that is there has what it requires; a required one is there', async () => {
    const body = { schemas: [urn.user, own.lease], userName: bench.name(), [own.lease]: { badge: 'lonely' } };
    expectError(await bench.scim('/Users', { method: 'POST', body }), 400, 'invalidValue');
    const { id } = await bench.user();
    expectError(
      await bench.patch(`/Users/${id}`, { op: 'add', path: `${own.lease}:badge`, value: 'b' }),
      400,
      'invalidValue',
    );
    const { [own.cost]: _gone, ...without } = thingBody(bench);
    expectError(await bench.scim('/Things', { method: 'POST', body: without }), 400, 'invalidValue');
    const before = await thing();
    expectError(await bench.patch(`/Things/${before.id}`, { op: 'remove', path: own.cost }), 400, 'mutability');
    expect(await bench.read(`/Things/${before.id}`)).toEqual(before);
  });

  test('RFC 7643 §3.3 an own extension of groups goes the same way, beside members that nobody loads', async () => {
    const [ann, bob] = [await bench.user(), await bench.user()];
    const lease = { ...leased, badge: 'G-77', seal: 's', key: 'S3cret-key' };
    const body = {
      schemas: [urn.group, own.lease],
      displayName: bench.name(),
      members: [{ value: ann.id }],
      [own.lease]: lease,
    };
    const { status, body: created } = await bench.scim('/Groups', { method: 'POST', body });
    expect(status).toBe(201);
    const address = `/Groups/${created.id}`;
    const shown = { contract: 'K1', until: leased.until, badge: 'G-77', seal: 's' };
    expect(created).toMatchObject({ schemas: [urn.group, own.lease], [own.lease]: shown });
    expectError(
      await bench.scim('/Groups', { method: 'POST', body: { ...body, displayName: bench.name() } }),
      409,
      'uniqueness',
    );
    const contract = `${own.lease}:contract`;
    const patched = await bench.patch(
      `${address}?attributes=members,${own.lease}`,
      { op: 'replace', path: contract, value: 'K2' },
      { op: 'add', path: 'members', value: [{ value: bob.id }] },
    );
    expect(patched.body[own.lease]).toEqual({ ...shown, contract: 'K2', remark: 'r' });
    expect(new Set(patched.body.members.map(({ value }: Body) => value))).toEqual(new Set([ann.id, bob.id]));
    for (const filter of [
      `${contract} eq "k2"`,
      `${own.lease}:badge eq "g-77" and members.value eq "${bob.id}"`,
      `schemas eq "${own.lease}" and displayName eq "${created.displayName}"`,
    ])
      expectList(await bench.read(`/Groups?filter=${encodeURIComponent(filter)}`), 1);
    expect((await bench.read(`${address}?excludedAttributes=${own.lease}`))[own.lease]).toBeUndefined();
    expectError(
      await bench.patch(address, { op: 'replace', path: `${own.lease}:seal`, value: 'x' }),
      400,
      'mutability',
    );
    const put = await bench.scim(address, { method: 'PUT', body: { ...body, [own.lease]: { contract: 'K3' } } });
    expect(put.body).toMatchObject({ members: [{ value: ann.id }], [own.lease]: { contract: 'K3', seal: 's' } });
    // by the console: the extension stays as it is, and is found
    await bench.running.call(routes.updateGroup, {
      params: { org: 'acme', group: created.id },
      body: { displayName: bench.name() },
    });
    expectList(await bench.read(`/Groups?filter=${encodeURIComponent(`${contract} eq "K3"`)}`), 1);
    const { rows } = await bench.running.database.pool.query<{ all: string }>(
      'select groups::text || changes::text as all from groups join changes on resource_id = id where id = $1',
      [created.id],
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { all } of rows) expect(all).not.toContain('S3cret');
    const removed = await bench.patch(address, { op: 'remove', path: own.lease });
    expectError(removed, 400, 'mutability');
    expect((await bench.scim(address, { method: 'DELETE' })).status).toBe(204);
    // and its badge is free
    const next = { ...body, displayName: bench.name() };
    expect((await bench.scim('/Groups', { method: 'POST', body: next })).status).toBe(201);
  });

  test('RFC 7643 §3.3 what the console changes of a user leaves own extensions alone, and findable', async () => {
    const { id, userName } = await bench.user({ [own.lease]: { contract: 'stays' } });
    await bench.running.call(routes.updateUser, { params: { org: 'acme', user: id }, body: { displayName: 'New' } });
    expect(await bench.found('/Users', `${own.lease}:contract eq "stays" and displayName eq "new"`)).toEqual([
      userName,
    ]);
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
