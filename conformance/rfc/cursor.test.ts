import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectError, expectList, startBench, urn, type Bench, type Body } from '../bench.ts';

const bench = await startBench();
const other = await bench.neighbour('other');
afterAll(() => bench.close());

const total = 11;
beforeAll(async () => {
  for (let index = 0; index < total; index += 1) {
    await bench.user({ userName: `u${String(index).padStart(2, '0')}`, title: index % 2 === 0 ? 'even' : 'odd' });
    await other.user({ userName: `o${index}` });
  }
});

const names = ({ Resources }: Body): string[] => Resources.map((one: Body) => one.userName);

/** Every page of a query, from the first to the one without `nextCursor`. */
async function pages(query: string): Promise<Body[]> {
  const read: Body[] = [];
  for (let cursor = ''; read.length < 50;) {
    const page = await bench.read(`/Users?${query}&cursor=${cursor}`);
    read.push(page);
    if (page.nextCursor === undefined) return read;
    cursor = page.nextCursor;
  }
  throw new Error('The pages have no end.');
}

test.each([
  ['RFC 9865 §2 pages cover everybody once', 'count=3', total],
  ['RFC 9865 §2 a page that is just full is the last one', 'count=11', total],
  ['RFC 9865 §2 with a filter', 'count=2&filter=title%20eq%20%22even%22', 6],
  ['RFC 9865 §2 without a count', 'sortBy=userName', total],
])('%s', async (_title, query, expected) => {
  const read = await pages(query);
  const seen = read.flatMap(names);
  expect(new Set(seen).size).toBe(expected);
  expect(seen).toHaveLength(expected);
  for (const page of read) expect(page).toMatchObject({ totalResults: expected, itemsPerPage: page.Resources.length });
  for (const page of read) expect(page).not.toHaveProperty('startIndex');
});

test('RFC 9865 §2.2 in the order of sortBy, both ways', async () => {
  const ascending = (await pages('count=4&sortBy=title')).flatMap((page) => page.Resources);
  expect(ascending.map((one: Body) => one.title)).toEqual([...Array(6).fill('even'), ...Array(5).fill('odd')]);
  const descending = (await pages('count=4&sortBy=userName&sortOrder=descending')).flatMap(names);
  expect(descending).toEqual([...descending].sort().reverse());
});

test('RFC 9865 §2 the last page has no nextCursor, and a cursor is made of unreserved characters', async () => {
  const read = await pages('count=4');
  expect(read).toHaveLength(3);
  expect(read.at(-1)).not.toHaveProperty('nextCursor');
  for (const { nextCursor } of read.slice(0, -1)) expect(nextCursor).toMatch(/^[A-Za-z0-9._~-]+$/);
});

test('RFC 9865 §2 whoever is added or deleted between two pages makes nobody else appear twice or not at all', async () => {
  const first = await bench.read('/Users?count=4&sortBy=userName&cursor=');
  const early = await bench.user({ userName: 'a-early' });
  const second = await bench.read(`/Users?count=4&sortBy=userName&cursor=${first.nextCursor}`);
  expect([...names(first), ...names(second)]).toEqual(['u00', 'u01', 'u02', 'u03', 'u04', 'u05', 'u06', 'u07']);
  await bench.scim(`/Users/${early.id}`, { method: 'DELETE' });
});

test('RFC 9865 §2 the first page may be asked for by a cursor without equals sign; a negative count is 0', async () => {
  expectList(await bench.read('/Users?count=4&cursor'), total, 4);
  expectList(await bench.read('/Users?count=-4&cursor='), total, 0);
});

test('RFC 9865 §2 a cursor works again: reading changes nothing', async () => {
  const { nextCursor } = await bench.read('/Users?count=4&cursor=');
  const page = names(await bench.read(`/Users?count=4&cursor=${nextCursor}`));
  expect(names(await bench.read(`/Users?count=4&cursor=${nextCursor}`))).toEqual(page);
});

test('RFC 9865 §2 an empty query is one page without nextCursor', async () => {
  const page = await bench.read('/Users?cursor=&filter=userName%20eq%20%22nobody%22');
  expectList(page, 0);
  expect(page).not.toHaveProperty('nextCursor');
});

test('RFC 9865 §2.1 a cursor that was never issued, or was cut or bent, is an invalidCursor', async () => {
  const { nextCursor } = await bench.read('/Users?count=4&cursor=');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bent = alphabet
    .split('')
    .filter((sign) => sign !== nextCursor.at(-1))
    .map((sign) => nextCursor.slice(0, -1) + sign);
  for (const bad of ['made-up', nextCursor.slice(0, -8), `${nextCursor}=`, ...bent, 'a'.repeat(4096), '%00', '*'])
    expectError(await bench.scim(`/Users?count=4&cursor=${bad}`), 400, 'invalidCursor');
});

test('RFC 9865 §2.1 a count that changes on the way is an invalidCount', async () => {
  const { nextCursor } = await bench.read('/Users?count=4&cursor=');
  expectError(await bench.scim(`/Users?count=5&cursor=${nextCursor}`), 400, 'invalidCount');
});

test('RFC 9865 §2.1 a count beyond the maximum, or that is no number, is an invalidCount', async () => {
  expectError(await bench.scim('/Users?count=100000&cursor='), 400, 'invalidCount');
  expectError(await bench.scim('/Users?count=many&cursor='), 400, 'invalidCount');
});

test('RFC 9865 §2.1 a cursor that has run out is an expiredCursor', async () => {
  const short = await startBench({ LOCKSTEP_SCIM_CURSOR_TTL: '1' });
  await short.user();
  await short.user();
  // on a busy machine one may have run out before it is used
  const next = await vi.waitFor(async () => {
    const { nextCursor } = await short.read('/Users?count=1&cursor=');
    const address = `/Users?count=1&cursor=${nextCursor}`;
    expect((await short.scim(address)).status).toBe(200);
    return address;
  });
  await vi.waitFor(async () => expectError(await short.scim(next), 400, 'expiredCursor'));
  await short.close();
});

test('RFC 9865 §2.4 both methods at once are refused', async () => {
  expectError(await bench.scim('/Users?startIndex=1&cursor='), 400, 'invalidValue');
});

test('RFC 9865 §2.4 a query that asks for neither method is paged by index', async () => {
  const page = await bench.read('/Users?count=4');
  expect(page).toMatchObject({ startIndex: 1, totalResults: total });
  expect(page).not.toHaveProperty('nextCursor');
});

test('RFC 9865 §3 by POST to /.search', async () => {
  const search = (query: object) =>
    bench.scim('/Users/.search', { method: 'POST', body: { schemas: [urn.search], count: 6, ...query } });
  const first = await search({ cursor: '' });
  expectList(first.body, total, 6);
  const second = await search({ cursor: first.body.nextCursor });
  expect(new Set([...names(first.body), ...names(second.body)]).size).toBe(total);
  expect(second.body).not.toHaveProperty('nextCursor');
  expectError(await search({ cursor: 'made-up' }), 400, 'invalidCursor');
});

describe('RFC 9865 §2 over all resource types', () => {
  const long = 'x'.repeat(600);
  let mixed: Bench;
  beforeAll(async () => {
    mixed = await bench.neighbour('mixed');
    for (const displayName of ['m', undefined, `${long}1`, 'a'])
      await mixed.user({ userName: `mixed.${displayName?.slice(-1)}`, displayName });
    for (const displayName of [`${long}0`, 'b', `${long}2`]) await mixed.group([], { displayName });
  });
  const search = (query: object, from: Bench = mixed) =>
    from.scim('/.search', { method: 'POST', body: { schemas: [urn.search], ...query } });
  const ids = ({ Resources }: Body): string[] => Resources.map((one: Body) => one.id);

  test.each([
    {},
    { sortBy: 'userName' },
    { sortBy: 'userName', sortOrder: 'descending' },
    { sortBy: 'displayName' },
    { sortBy: 'displayName', sortOrder: 'descending' },
    { sortBy: 'meta.lastModified', sortOrder: 'descending' },
    { filter: 'displayName sw "x" or userName pr', sortBy: 'displayName' },
  ])('%j', async (query) => {
    const whole = (await search(query)).body;
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { body } = await search({ ...query, count: 2, cursor });
      expectList(body, whole.totalResults, body.Resources.length);
      expect(body).not.toHaveProperty('startIndex');
      seen.push(...ids(body));
      expect(seen.length).toBeLessThan(20);
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids(whole));
  });

  test('a cursor is good for this endpoint alone; whoever goes between two pages takes nobody along', async () => {
    const query = { sortBy: 'displayName', count: 2 };
    const first = (await search({ ...query, cursor: '' })).body;
    const again = { ...query, cursor: first.nextCursor };
    expectError(
      await bench.scim('/.search', { method: 'POST', body: { schemas: [urn.search], ...again } }),
      400,
      'invalidCursor',
    );
    const elsewhere = await mixed.scim('/Users/.search', { method: 'POST', body: { schemas: [urn.search], ...again } });
    expectError(elsewhere, 400, 'invalidCursor');
    expectError(await search({ ...again, sortBy: 'userName' }), 400, 'invalidCursor');
    const expected = ids((await search(again)).body);
    const [, last] = first.Resources;
    await mixed.scim(last.meta.location.slice(mixed.endpoint.length), { method: 'DELETE' });
    expect(ids((await search(again)).body)).toEqual(expected);
  });

  test('a count of 0 tells the total alone', async () => {
    const { body } = await search({ count: 0, cursor: '' });
    expectList(body, body.totalResults, 0);
    expect(body.totalResults).toBeGreaterThan(0);
    expect(body).not.toHaveProperty('nextCursor');
  });
});

test('RFC 9865 §4 the ServiceProviderConfig says what paging there is', async () => {
  const { pagination } = await bench.read('/ServiceProviderConfig');
  expect(pagination).toEqual({
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: 100,
    maxPageSize: 1000,
    cursorTimeout: expect.any(Number),
  });
});

test('RFC 9865 §5.2 a cursor is good for its query, its type and its organization only', async () => {
  const { nextCursor } = await bench.read('/Users?count=4&sortBy=userName&cursor=');
  const query = `count=4&sortBy=userName&cursor=${nextCursor}`;
  expect((await bench.scim(`/Users?${query}`)).status).toBe(200);
  expectError(await other.scim(`/Users?${query}`), 400, 'invalidCursor');
  expectError(await bench.scim(`/Users?count=4&cursor=${nextCursor}`), 400, 'invalidCursor');
  expectError(await bench.scim(`/Users?${query}&filter=title%20pr`), 400, 'invalidCursor');
  expectError(await bench.scim(`/Users?${query}&sortOrder=descending`), 400, 'invalidCursor');
  expectError(await bench.scim(`/Groups?count=4&sortBy=displayName&cursor=${nextCursor}`), 400, 'invalidCursor');
});

test('RFC 9865 §5.2 a cursor shows nothing of what it holds', async () => {
  const { nextCursor } = await bench.read('/Users?count=4&sortBy=userName&cursor=');
  expect(Buffer.from(nextCursor, 'base64url').toString('latin1')).not.toContain('u03');
});
