import type { JsonObject } from '@lockstep/scim';
import { describe, expect, it } from 'vitest';
import { clientProfiles } from './client-profile.ts';
import { headerCredential } from './credential.ts';
import { listPages } from './list-pages.ts';
import { createScimClient, type ScimClient } from './scim-client.ts';
import type { HttpAnswer, HttpFailure, HttpRequest } from './transport.ts';

interface Sent {
  readonly line: string;
  readonly body: JsonObject;
}

/** A target with the features, and every request that it was sent; `answer` says what else it answers. */
function target(config: object | undefined, answer: (request: Sent) => Partial<HttpAnswer> | HttpFailure) {
  const sent: Sent[] = [];
  const clock = { now: 0 };
  const send = async (request: HttpRequest): Promise<HttpAnswer | HttpFailure> => {
    const line = `${request.method} ${decodeURIComponent(request.url.replace('https://app.test/scim', ''))}`;
    const one = { line, body: JSON.parse(request.body ?? '{}') as JsonObject };
    sent.push(one);
    const base = { status: 200, headers: {}, body: '', cut: false };
    if (!line.endsWith('/ServiceProviderConfig')) return { ...base, ...answer(one) };
    return config === undefined ? { ...base, status: 404 } : { ...base, body: JSON.stringify(config) };
  };
  const options = { send, now: () => clock.now, randomText: () => 'r', baseUrl: 'https://app.test/scim' };
  const client = createScimClient({ ...options, credential, profile: clientProfiles.native });
  return { client, sent, clock, lines: () => sent.map(({ line }) => line) };
}

const credential = headerCredential('authorization', 'Bearer x', []);

const everything = {
  patch: { supported: true },
  etag: { supported: true },
  bulk: { supported: true, maxOperations: 3, maxPayloadSize: 100_000 },
  filter: { supported: true, maxResults: 50 },
  pagination: { cursor: true, index: true, maxPageSize: 40 },
};

/** Creations of these names at once, and what became of each. */
const createAll = (client: ScimClient, ...names: readonly string[]) =>
  Promise.all(names.map((userName) => client.create('/Users', { userName })));

describe('features of a target', () => {
  it('are read once an hour', async () => {
    const { client, clock, lines } = target(everything, () => ({ status: 404 }));
    expect(await client.features()).toEqual({
      patch: true,
      etag: true,
      filter: true,
      cursors: true,
      maxPageSize: 40,
      bulk: { maxOperations: 3, maxPayloadSize: 100_000 },
    });
    await client.features();
    expect(lines()).toHaveLength(1);
    clock.now = 3_600_000;
    await client.features();
    expect(lines()).toHaveLength(2);
  });

  it('that are not told are assumed for a minute, and nothing fails for it', async () => {
    const { client, clock, lines } = target(undefined, () => ({ status: 204 }));
    expect(await client.delete('/Users', '1')).toMatchObject({ ok: true });
    expect(await client.features()).toEqual({ patch: true, etag: false, filter: false, cursors: false });
    clock.now = 60_000;
    await client.features();
    expect(lines().filter((line) => line.includes('Config'))).toHaveLength(2);
  });
});

describe('bulk', () => {
  const answered = ({ body }: Sent): Partial<HttpAnswer> => {
    const Operations = (body['Operations'] as unknown as { bulkId?: string; method: string; path: string }[]).map(
      ({ bulkId, method, path }) => ({
        ...(bulkId === undefined ? {} : { bulkId }),
        method,
        location: `https://app.test/scim${bulkId === undefined ? path : `/Users/new%20${bulkId}`}`,
        version: 'W/"1"',
        status: bulkId === '1' ? '409' : '201',
        ...(bulkId === '1' ? { response: { status: '409', detail: 'taken' } } : {}),
      }),
    );
    return { body: JSON.stringify({ Operations: Operations.toReversed() }) };
  };

  it('carries what waits together, within its limits; what is alone goes alone', async () => {
    const single = { status: 201, body: '{"id":"single"}' };
    const { client, sent, lines } = target(everything, (one) => (one.line === 'POST /Bulk' ? answered(one) : single));
    expect(await createAll(client, 'one')).toMatchObject([{ ok: true, resource: { id: 'single' } }]);
    expect(lines()).toEqual(['GET /ServiceProviderConfig', 'POST /Users']);
    const four = await createAll(client, 'a', 'b', 'c', 'd');
    expect(lines().slice(2)).toEqual(['POST /Bulk', 'POST /Users']);
    expect(sent[2]?.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: ['a', 'b', 'c'].map((userName, index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `${index}`,
        data: { userName },
      })),
    });
    expect(four).toEqual([
      { ok: true, status: 201, etag: 'W/"1"', resource: { id: 'new 0' } },
      { ok: false, error: { kind: 'refused', status: 409, detail: 'taken' } },
      { ok: true, status: 201, etag: 'W/"1"', resource: { id: 'new 2' } },
      { ok: true, status: 201, resource: { id: 'single' } },
    ]);
  });

  it('names versions, and finds the answer of each change', async () => {
    const { client, sent } = target(everything, answered);
    const results = await Promise.all([
      client.modify('/Users', 'a b', [{ op: 'remove', path: 'title' }], 'W/"7"'),
      client.delete('/Users', 'c'),
    ]);
    expect(results).toMatchObject([{ ok: true }, { ok: true }]);
    expect(sent[1]?.body['Operations']).toMatchObject([
      { method: 'PATCH', path: '/Users/a%20b', version: 'W/"7"' },
      {},
    ]);
  });

  it.each([413, 501, 404, 405])('that is not taken (%i) is sent one by one', async (status) => {
    const { client, lines } = target(everything, ({ line }) =>
      line === 'POST /Bulk' ? { status } : { status: 201, body: '{"id":"1"}' },
    );
    expect(await createAll(client, 'a', 'b')).toMatchObject([{ ok: true }, { ok: true }]);
    expect(lines().slice(1)).toEqual(['POST /Bulk', 'POST /Users', 'POST /Users']);
  });

  it('of which an answer is lost or silent leaves unknown what became of each', async () => {
    const lost = target(everything, () => ({ sent: true, reason: 'timeout', message: 'late' }));
    const silent = target(everything, () => ({ body: '{"Operations":[]}' }));
    for (const { client, lines } of [lost, silent]) {
      const kinds = (await createAll(client, 'a', 'b')).map((result) => !result.ok && result.error.kind);
      expect(kinds).toEqual(['unknown', 'unknown']);
      expect(lines()).toHaveLength(2);
    }
  });
});

describe('lists', () => {
  const read = async (client: ScimClient) => {
    const ids: unknown[] = [];
    for await (const page of listPages(client, '/Users')) if (page.ok) ids.push(...page.resources.map(({ id }) => id));
    return ids;
  };

  it('are read by cursor where it is offered, in pages as large as allowed', async () => {
    const { client, lines } = target(everything, ({ line }) => ({
      body: JSON.stringify(
        line.includes('cursor=next')
          ? { totalResults: 2, Resources: [{ id: 'b' }] }
          : { totalResults: 2, nextCursor: 'next', Resources: [{ id: 'a' }] },
      ),
    }));
    expect(await read(client)).toEqual(['a', 'b']);
    expect(lines().slice(1)).toEqual(['GET /Users?cursor=&count=40', 'GET /Users?cursor=next&count=40']);
  });

  it('end where a target gives the same cursor again', async () => {
    const same = JSON.stringify({ totalResults: 9, nextCursor: 'same', Resources: [{ id: 'a' }] });
    const { client } = target(everything, () => ({ body: same }));
    expect(await read(client)).toEqual(['a', 'a']);
  });
});

describe('lookups that wait at the same time', () => {
  const list = (...names: readonly string[]) => ({
    body: JSON.stringify({
      totalResults: names.length,
      Resources: names.map((userName) => ({ id: userName, userName })),
    }),
  });
  const lookUpAll = (client: ScimClient, ...names: readonly string[]) =>
    Promise.all(names.map((value) => client.lookUp({ endpoint: '/Users', attribute: 'userName', value })));
  const filters = (lines: readonly string[]) =>
    lines.filter((line) => line.includes('filter=')).map((line) => line.replace(/.*filter=/, ''));

  it('share one filter, each value once, and one alone goes as it is', async () => {
    const { client, lines } = target(everything, () => list('a', 'b'));
    const found = await lookUpAll(client, 'a', 'b', 'a');
    expect(found).toMatchObject([{ resources: [{ id: 'a' }, { id: 'b' }] }, { ok: true }, { ok: true }]);
    await lookUpAll(client, 'c');
    expect(filters(lines())).toEqual(['userName eq "a" or userName eq "b"', 'userName eq "c"']);
  });

  it('stay within what a filter may hold', async () => {
    const { client, lines } = target(everything, () => list());
    const names = Array.from({ length: 60 }, (_, index) => `${'n'.repeat(index < 10 ? 400 : 5)}${index}`);
    await lookUpAll(client, ...names);
    const sent = filters(lines());
    expect(sent.flatMap((filter) => filter.split(' or '))).toHaveLength(60);
    expect(Math.max(...sent.map((filter) => filter.length))).toBeLessThan(2048);
    expect(Math.max(...sent.map((filter) => filter.split(' or ').length))).toBe(25);
  });

  it.each([
    ['refuses', () => ({ status: 400 })],
    ['fails', () => ({ status: 500 })],
    ['lists less than there is', () => ({ body: '{"totalResults": 2, "Resources": [{"id": "a", "userName": "a"}]}' })],
    ['lists somebody for whom nobody asked', () => list('a', 'z')],
    ['lists somebody without the attribute', () => ({ body: '{"totalResults": 1, "Resources": [{"id": "a"}]}' })],
  ])('are asked one by one where the target %s', async (_, together) => {
    const { client, clock, lines } = target(everything, ({ line }) => (line.includes(' or ') ? together() : list('a')));
    expect(await lookUpAll(client, 'a', 'b')).toMatchObject([{ ok: true }, { ok: true }]);
    await lookUpAll(client, 'c', 'd');
    const alone = ['a', 'b', 'c', 'd'].map((name) => `userName eq "${name}"`);
    expect(filters(lines())).toEqual(['userName eq "a" or userName eq "b"', ...alone]);
    clock.now = 600_000;
    await lookUpAll(client, 'e', 'f');
    expect(filters(lines()).slice(5)).toContain('userName eq "e" or userName eq "f"');
  });

  it('are asked one by one once a target is known to leave out what it has', async () => {
    // reads the first half of `a or b` alone
    const { client, lines } = target(everything, ({ line }) => list(/"(\w)"/.exec(line)?.[1] ?? ''));
    await lookUpAll(client, 'a', 'b');
    const known = { endpoint: '/Users', attribute: 'userName', value: 'b', exists: true } as const;
    expect(await client.lookUp(known)).toMatchObject({ resources: [{ id: 'b' }] });
    await lookUpAll(client, 'c', 'd');
    const alone = ['b', 'c', 'd'].map((name) => `userName eq "${name}"`);
    expect(filters(lines())).toEqual(['userName eq "a" or userName eq "b"', ...alone]);
  });

  it('fail together where asking one by one would meet the same', async () => {
    const { client, lines } = target(everything, () => ({ status: 429 }));
    const [first, second] = await lookUpAll(client, 'a', 'b');
    expect([first, second]).toMatchObject([{ error: { kind: 'throttled' } }, { error: { kind: 'throttled' } }]);
    expect(filters(lines())).toHaveLength(1);
  });

  it.each([
    ['filters', { ...everything, filter: { supported: false } }],
    ['Bulk', { ...everything, bulk: { supported: false } }],
  ])('go one by one to a target without %s', async (_, config) => {
    const { client, lines } = target(config, () => list());
    await lookUpAll(client, 'a', 'b');
    expect(filters(lines())).toEqual(['userName eq "a"', 'userName eq "b"']);
  });
});
