import { afterAll, describe, expect, test, vi } from 'vitest';
import { expectError, expectList, startBench, urn, type Body } from '../bench.ts';
import { createThing, defineThings, own, putThing, thingBody } from '../things.ts';

/** What the characteristics of attributes that an organization defined make of values. */
const bench = await startBench();
afterAll(() => bench.close());
await defineThings(bench.running);

const thing = (more?: object) => createThing(bench, more);
const put = (before: Body, more: object) => putThing(bench, before, more);

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
