import { afterAll, describe, expect, test } from 'vitest';
import type { ScimAnswer } from '../../../test-server.testing.ts';
import { core, enterprise, names, startPeople } from './people.testing.ts';

/** The order of what is found, its pages by index and by cursor, and its total. */
const { server, scim, other, list } = await startPeople();
afterAll(() => server.close());

/** Everybody, page after page. */
async function byCursor(parameters: Record<string, string | number>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const answer: ScimAnswer = await list({ ...parameters, cursor });
    found.push(...names(answer));
    expect(answer.body.totalResults).toBe(4);
    expect(answer.body.startIndex).toBeUndefined();
    cursor = answer.body.nextCursor;
    if (cursor !== undefined) expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/);
  }
  return found;
}

describe('sorting', () => {
  const cases: readonly (readonly [sortBy: string, sortOrder: string, names: readonly string[]])[] = [
    ['userName', 'ascending', ['ann', 'Bob', 'cid', 'dora']],
    ['userName', 'descending', ['dora', 'cid', 'Bob', 'ann']],
    ['USERNAME', '', ['ann', 'Bob', 'cid', 'dora']],
    // nobody's value: last when ascending, first when descending; equal values go by id
    ['title', 'ascending', ['ann', 'cid', 'Bob', 'dora']],
    ['title', 'descending', ['dora', 'Bob', 'cid', 'ann']],
    ['name.givenName', 'ascending', ['ann', 'Bob', 'dora', 'cid']],
    // the primary value, else the first
    ['emails.value', 'ascending', ['ann', 'Bob', 'cid', 'dora']],
    ['emails', 'descending', ['dora', 'cid', 'Bob', 'ann']],
    ['emails.type', 'ascending', ['Bob', 'ann', 'cid', 'dora']],
    ['active', 'ascending', ['Bob', 'ann', 'cid', 'dora']],
    [`${enterprise}:department`, 'descending', ['dora', 'cid', 'Bob', 'ann']],
    ['meta.created', 'ascending', ['ann', 'Bob', 'cid', 'dora']],
    ['meta.created', 'descending', ['dora', 'cid', 'Bob', 'ann']],
    ['id', 'descending', ['dora', 'cid', 'Bob', 'ann']],
    ['externalId', 'ascending', ['ann', 'Bob', 'cid', 'dora']],
    ['displayName', 'ascending', ['cid', 'ann', 'Bob', 'dora']],
    ['groups', 'ascending', ['ann', 'Bob', 'cid', 'dora']],
    ['schemas', 'ascending', ['ann', 'Bob', 'cid', 'dora']],
  ];
  test.each(cases)('by %s %s', async (sortBy, sortOrder, expected) => {
    expect(names(await list({ sortBy, sortOrder }))).toEqual(expected);
    // the same with a filter, which takes another way, and page by page
    expect(names(await list({ sortBy, sortOrder, filter: 'userName pr' }))).toEqual(expected);
    const single = await Promise.all(
      [1, 2, 3, 4].map((startIndex) => list({ sortBy, sortOrder, startIndex, count: 1 })),
    );
    expect(single.flatMap(names)).toEqual(expected);
    expect(await byCursor({ sortBy, sortOrder, count: 1 })).toEqual(expected);
    expect(await byCursor({ sortBy, sortOrder, count: 3, filter: 'userName pr' })).toEqual(expected);
  });
});

describe('paging by index', () => {
  const cases: readonly (readonly [
    parameters: Record<string, number>,
    names: readonly string[],
    startIndex: number,
  ])[] = [
    [{}, ['ann', 'Bob', 'cid', 'dora'], 1],
    [{ startIndex: 1, count: 2 }, ['ann', 'Bob'], 1],
    [{ startIndex: 3, count: 2 }, ['cid', 'dora'], 3],
    [{ startIndex: 4, count: 100 }, ['dora'], 4],
    [{ startIndex: 5 }, [], 5],
    [{ startIndex: 999_999_999_999_999 }, [], 999_999_999_999_999],
    [{ count: 0 }, [], 1],
    [{ count: -1 }, [], 1],
    [{ startIndex: 0, count: 1 }, ['ann'], 1],
    [{ startIndex: -7, count: 1 }, ['ann'], 1],
    [{ count: 1_000_000 }, ['ann', 'Bob', 'cid', 'dora'], 1],
  ];
  test.each(cases)('%j', async (parameters, expected, startIndex) => {
    for (const filter of [{}, { filter: 'userName pr' }]) {
      const answer = await list({ ...parameters, ...filter });
      expect(names(answer)).toEqual(expected);
      expect(answer.body).toMatchObject({ totalResults: 4, startIndex });
    }
  });
});

describe('paging by cursor', () => {
  test('the last page has no cursor', async () => {
    const { body } = await list({ cursor: '', count: 4 });
    expect(body).not.toHaveProperty('nextCursor');
    expect(await byCursor({ count: 3 })).toEqual(['ann', 'Bob', 'cid', 'dora']);
  });

  test('count=0 tells the total', async () => {
    const { body } = await list({ cursor: '', count: 0 });
    expect(body).toMatchObject({ totalResults: 4, Resources: [] });
  });

  test('a cursor is worth something for its own query only', async () => {
    const query = { filter: 'userName pr', sortBy: 'userName', count: 2 };
    const cursor: string = (await list({ ...query, cursor: '' })).body.nextCursor;
    expect(names(await list({ ...query, cursor }))).toEqual(['cid', 'dora']);
    const refused: readonly (readonly [Record<string, string | number>, string])[] = [
      [{ filter: 'title pr' }, 'invalidCursor'],
      [{ sortBy: 'title' }, 'invalidCursor'],
      [{ sortOrder: 'descending' }, 'invalidCursor'],
      [{ count: 3 }, 'invalidCount'],
      [{ cursor: `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'Q' : 'A'}` }, 'invalidCursor'],
      [{ cursor: cursor.slice(0, 20) }, 'invalidCursor'],
    ];
    for (const [change, scimType] of refused) {
      const { status, body } = await list({ ...query, cursor, ...change });
      expect([status, body.scimType], JSON.stringify(change)).toEqual([400, scimType]);
    }
    const parameters = new URLSearchParams({ filter: query.filter, sortBy: 'userName', count: '2', cursor });
    expect((await other(`/Users?${parameters.toString()}`)).body.scimType).toBe('invalidCursor');
    expect((await scim(`/Groups?${parameters.toString()}`)).body.scimType).toMatch(/invalid/);
  });

  test('a user created or deleted between pages moves nobody else', async () => {
    const first = await list({ cursor: '', count: 2, sortBy: 'userName' });
    const made = await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'aaron@example.com' } });
    const second = await list({ cursor: first.body.nextCursor, count: 2, sortBy: 'userName' });
    expect([...names(first), ...names(second)]).toEqual(['ann', 'Bob', 'cid', 'dora']);
    await scim(`/Users/${made.body.id}`, { method: 'DELETE' });
  });

  test('a sort value of any length', async () => {
    const nickName = 'n'.repeat(20_000);
    const made = await Promise.all(
      ['zoe1', 'zoe2', 'zoe3'].map(async (userName) => {
        const { body } = await scim('/Users', {
          method: 'POST',
          body: { schemas: [core], userName, nickName, displayName: nickName },
        });
        return body.id as string;
      }),
    );
    for (const sortBy of ['nickName', 'displayName']) {
      const query = { sortBy, filter: 'userName sw "zoe"', count: 1 };
      const first = await list({ ...query, cursor: '' });
      const second = await list({ ...query, cursor: first.body.nextCursor });
      const third = await list({ ...query, cursor: second.body.nextCursor });
      expect([first, second, third].flatMap(names).sort()).toEqual(['zoe1', 'zoe2', 'zoe3']);
      expect(third.body.nextCursor).toBeUndefined();
    }
    for (const id of made) await scim(`/Users/${id}`, { method: 'DELETE' });
  });
});

describe('refusals', () => {
  const cases: readonly (readonly [query: Record<string, string>, scimType: string])[] = [
    [{ sortBy: 'shoeSize' }, 'invalidValue'],
    [{ sortBy: 'userName', sortOrder: 'upwards' }, 'invalidValue'],
    [{ startIndex: 'one' }, 'invalidValue'],
    [{ startIndex: '1.5' }, 'invalidValue'],
    [{ count: '2.5' }, 'invalidValue'],
    [{ count: 'many' }, 'invalidValue'],
    [{ count: 'many', cursor: '' }, 'invalidCount'],
    [{ count: '100000', cursor: '' }, 'invalidCount'],
    [{ cursor: 'bm90IG91cnM' }, 'invalidCursor'],
    [{ cursor: 'a b' }, 'invalidCursor'],
    [{ cursor: '', startIndex: '1' }, 'invalidValue'],
  ];
  test.each(cases)('%j', async (query, scimType) => {
    const { status, body } = await list(query);
    expect([status, body.scimType]).toEqual([400, scimType]);
    expect(body.detail).toMatch(/\w/);
  });
});

test('the total counts creations and deletions, not those that were refused', async () => {
  const total = async (): Promise<number> => (await list({ count: 0 })).body.totalResults;
  const before = await total();
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_none, index) =>
      scim('/Users', { method: 'POST', body: { schemas: [core], userName: `counted${index % 25}` } }),
    ),
  );
  const made = outcomes.filter(({ status }) => status === 201);
  expect(made).toHaveLength(25);
  expect(await total()).toBe(before + 25);
  await Promise.all(made.map(({ body }) => scim(`/Users/${body.id}`, { method: 'DELETE' })));
  expect(await total()).toBe(before);
});

test('the service provider configuration tells what is possible', async () => {
  const { body } = await scim('/ServiceProviderConfig');
  expect(body).toMatchObject({
    sort: { supported: true },
    filter: { supported: true },
    pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', cursorTimeout: 3600 },
  });
});
