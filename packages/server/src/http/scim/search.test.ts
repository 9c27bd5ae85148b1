import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';
import { core, createPeople, enterprise, people } from './search/people.testing.ts';

const searchRequest = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const listResponse = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

let server: TestServer;
let scim: ScimCall;
let other: ScimCall;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startTestServer();
  ({ scim } = await createTestOrganization(server, 'acme'));
  ({ scim: other } = await createTestOrganization(server, 'other'));
  ids = await createPeople(scim);
  await other('/Users', { method: 'POST', body: { schemas: [core], ...people[0] } });
});
afterAll(() => server.close());

function names({ status, body }: ScimAnswer): string[] {
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.schemas).toEqual([listResponse]);
  expect(body.itemsPerPage).toBe(body.Resources.length);
  return body.Resources.map((resource: { userName: string }) => resource.userName.split('@')[0]);
}

function list(parameters: Record<string, string | number>): Promise<ScimAnswer> {
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return scim(`/Users?${query.join('&')}`);
}

describe('filters', () => {
  const cases: readonly (readonly [filter: string, names: readonly string[]])[] = [
    ['userName eq "ANN@example.com"', ['ann']],
    ['userName ne "ann@example.com"', ['Bob', 'cid', 'dora']],
    ['userName co "OB@"', ['Bob']],
    ['userName sw "b"', ['Bob']],
    ['userName ew ".COM"', ['ann', 'Bob', 'cid', 'dora']],
    ['userName gt "BOB@example.com"', ['cid', 'dora']],
    ['userName ge "bob@example.com" and userName lt "D"', ['Bob', 'cid']],
    ['userName le "bob@example.com"', ['ann', 'Bob']],
    ['title pr', ['ann', 'cid']],
    ['displayName pr', ['ann', 'Bob']],
    ['not (title pr)', ['Bob', 'dora']],
    ['title ne "engineer"', ['Bob', 'dora']],
    ['title eq null', ['Bob', 'dora']],
    ['displayName eq "éRIC 100%_\\\\"', ['Bob']],
    ['displayName co "%_"', ['Bob']],
    ['displayName sw "éric"', ['Bob']],
    ['nickName sw "𐐨"', ['dora']],
    ['externalId eq "Ext-1"', ['ann']],
    ['externalId eq "ext-1"', []],
    [`${core}:userName eq "ann@example.com"`, ['ann']],
    [`${enterprise}:department eq "tour operations"`, ['ann']],
    [`${enterprise}:employeeNumber eq "7"`, ['ann']],
    [`schemas eq "${enterprise}"`, ['ann']],
    ['name.familyName eq "o\'malley"', ['dora']],
    ['name[givenName eq "ann" and familyName eq "lee"]', ['ann']],
    ['emails eq "ann@home.example"', ['ann']],
    ['emails co "example.org"', ['cid']],
    ['emails.type eq "home"', ['ann', 'Bob']],
    ['emails[type eq "work" and value co "@example.com"]', ['ann', 'Bob']],
    ['emails[type eq "home" and value eq "bob@example.com"]', []],
    ['emails[type eq "work"].value eq "BOB@example.com"', ['Bob']],
    ['emails[not (type eq "work")]', ['ann', 'Bob']],
    ['not (emails pr)', ['dora']],
    ['active eq false', ['Bob']],
    ['active eq "True"', ['ann']],
    ['active eq true or userName eq "dora@example.com"', ['ann', 'dora']],
    ['(title pr or active eq false) and emails.type eq "home"', ['ann', 'Bob']],
    ['meta.lastModified gt "2020-01-01T00:00:00Z"', ['ann', 'Bob', 'cid', 'dora']],
    ['meta.lastModified lt "2020-01-01T00:00:00Z"', []],
    ['meta.created ge "0001-01-01T00:00:00Z"', ['ann', 'Bob', 'cid', 'dora']],
    ['meta.created gt "9999-12-31T23:59:59.9999999Z"', []],
    ['meta.resourceType eq "User"', ['ann', 'Bob', 'cid', 'dora']],
    ['meta.version eq "W/\\"2\\""', ['ann']],
    ['id eq "not a uuid"', []],
    ['id eq "6F0C0000-0000-4000-8000-000000000000"', []],
    ['groups pr', []],
    // Microsoft Entra ID and Okta
    ['userName eq "6f0c1d6e-2f9b-4f2a-9f7e-1a2b3c4d5e6f"', []],
    ['externalId eq jyoung', ['Bob']],
  ];
  test.each(cases)('%s', async (filter, expected) => {
    const answer = await list({ filter });
    expect(names(answer)).toEqual(expected);
    expect(answer.body.totalResults).toBe(expected.length);
  });

  test('the reference check of Entra ID: id and manager', async () => {
    const [ann, bob] = [ids['ann@example.com'], ids['Bob@example.com']];
    expect(names(await list({ filter: `id eq "${ann}" and manager eq "${bob}"` }))).toEqual(['ann']);
    expect(names(await list({ filter: `id eq "${ann}" and manager eq "${ann}"` }))).toEqual([]);
  });

  test('meta.lastModified tells milliseconds apart', async () => {
    const { body } = await scim(`/Users/${ids['ann@example.com']}`);
    const { lastModified } = body.meta;
    const filter = (operator: string, time: string): Promise<ScimAnswer> =>
      list({ filter: `id eq "${body.id}" and meta.lastModified ${operator} "${time}"` });
    const between = lastModified.replace('Z', '5Z');
    expect(names(await filter('eq', lastModified))).toEqual(['ann']);
    expect(names(await filter('eq', between))).toEqual([]);
    expect(names(await filter('lt', between))).toEqual(['ann']);
    expect(names(await filter('ge', between))).toEqual([]);
    expect(names(await filter('eq', lastModified.replace('Z', '+00:00')))).toEqual(['ann']);
  });

  test('a filter finds nobody of another organization', async () => {
    const { body } = await other('/Users?filter=userName%20pr');
    expect(body.totalResults).toBe(1);
    expect(Object.values(ids)).not.toContain(body.Resources[0].id);
    const found = await other(`/Users?filter=${encodeURIComponent(`id eq "${ids['ann@example.com']}"`)}`);
    expect(found.body.totalResults).toBe(0);
  });
});

describe('how filters are written into an address', () => {
  const cases: readonly (readonly [query: string, names: readonly string[]])[] = [
    ['filter=userName%20eq%20%22ann%40example.com%22', ['ann']],
    ['filter=userName+eq+%22ann%40example.com%22', ['ann']],
    ['filter=userName eq "ann@example.com"', ['ann']],
    ['filter=emails.value%20eq%20%22ann%2Bnews%40example.com%22', ['ann']],
    ['filter=emails.value+eq+%22ann%2Bnews@example.com%22', ['ann']],
    // a + that should have been encoded: no address has a space
    ['filter=emails.value%20eq%20%22ann+news@example.com%22', ['ann']],
    ['filter=emails.value+eq+"ann+news@example.com"', ['ann']],
    ['filter=emails%5Btype+eq+%22work%22+and+value+eq+%22ann+news%40example.com%22%5D', ['ann']],
    // in any other text it is a space, as forms write it
    ['filter=displayName+eq+%22Ann+Lee%22', ['ann']],
    // decoded once, not twice
    ['filter=displayName%20co%20%22100%25%22', ['Bob']],
    ['filter=displayName%20co%20%22100%2525%22', []],
    ['filter=name.familyName%20eq%20%22O%27Malley%22', ['dora']],
  ];
  test.each(cases)('%s', async (query, expected) => {
    expect(names(await scim(`/Users?${query}`))).toEqual(expected);
  });
});

describe('refusals', () => {
  const cases: readonly (readonly [query: Record<string, string>, scimType: string])[] = [
    [{ filter: '' }, 'invalidFilter'],
    [{ filter: 'userName' }, 'invalidFilter'],
    [{ filter: 'userName eq' }, 'invalidFilter'],
    [{ filter: 'userName eq "open' }, 'invalidFilter'],
    [{ filter: 'userName regex "x"' }, 'invalidFilter'],
    [{ filter: 'userName eq "a" and' }, 'invalidFilter'],
    [{ filter: 'shoeSize eq 44' }, 'invalidFilter'],
    [{ filter: 'emails.shoeSize eq "44"' }, 'invalidFilter'],
    [{ filter: 'active gt true' }, 'invalidFilter'],
    [{ filter: 'active eq "perhaps"' }, 'invalidFilter'],
    [{ filter: 'meta.created gt "yesterday"' }, 'invalidFilter'],
    [{ filter: 'meta.created gt "999999999-01-01T00:00:00Z"' }, 'invalidFilter'],
    [{ filter: 'password eq "secret"' }, 'invalidFilter'],
    [{ filter: 'name eq "Ann"' }, 'invalidFilter'],
    [{ filter: 'userName eq "a\\u0000"' }, 'invalidFilter'],
    [{ filter: 'userName eq a\0' }, 'invalidFilter'],
    [{ filter: 'userName eq "\\ud800"' }, 'invalidFilter'],
    [{ filter: `userName eq "${'a'.repeat(3000)}"` }, 'invalidFilter'],
    [{ filter: `${'('.repeat(20)}title pr${')'.repeat(20)}` }, 'invalidFilter'],
    [{ filter: Array.from({ length: 60 }, () => 'title pr').join(' or ') }, 'invalidFilter'],
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

  test('values that PostgreSQL could choke on are only values', async () => {
    for (const value of [
      '1e400',
      '-1e400',
      '123456789012345678901234567890',
      "'; drop table users; --",
      '\\',
      '%',
      '${1}',
    ]) {
      const answer = await list({
        filter: `userName eq ${JSON.stringify(value)} or title gt ${JSON.stringify(value)}`,
      });
      expect(answer.status, value).toBe(200);
    }
  });

  test('a filter given twice', async () => {
    expect((await scim('/Users?filter=title%20pr&filter=title%20pr')).body.scimType).toBe('invalidValue');
  });
});

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

describe('POST to /.search', () => {
  function post(path: string, body: Record<string, unknown>): Promise<ScimAnswer> {
    return scim(path, { method: 'POST', body: { schemas: [searchRequest], ...body } });
  }

  test('of a type: filter, sorting, paging and projection from the body', async () => {
    const answer = await post('/Users/.search', {
      filter: 'emails co "+NEWS@" or title pr',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 1,
      count: 1,
      attributes: ['userName'],
    });
    expect(names(answer)).toEqual(['cid']);
    expect(answer.body).toMatchObject({ totalResults: 2, startIndex: 1 });
    expect(Object.keys(answer.body.Resources[0]).sort()).toEqual(['id', 'schemas', 'userName']);
  });

  test('of a type: cursors', async () => {
    const first = await post('/Users/.search', { cursor: '', count: 3 });
    const second = await post('/Users/.search', { cursor: first.body.nextCursor, count: 3 });
    expect([...names(first), ...names(second)]).toEqual(['ann', 'Bob', 'cid', 'dora']);
  });

  test('of a type: refusals', async () => {
    expect((await post('/Users/.search', { filter: 7 })).body.scimType).toBe('invalidSyntax');
    expect((await post('/Users/.search', { count: 'two' })).body.scimType).toBe('invalidValue');
    expect((await post('/Users/.search', { filter: 'userName eq \ud800' })).body.scimType).toBe('invalidFilter');
    expect((await scim('/Users/.search', { method: 'POST', body: 'no JSON' })).body.scimType).toBe('invalidSyntax');
    expect((await scim('/Users/.search')).status).toBe(405);
  });

  test('over everything: users, groups and services in one list', async () => {
    const made = await scim('/Groups', {
      method: 'POST',
      body: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: 'Basket Weavers',
        members: [{ value: ids['ann@example.com'] }],
      },
    });
    expect(made.status).toBe(201);
    const all = await post('/.search', { sortBy: 'displayName' });
    expect(all.body).toMatchObject({ totalResults: 10, startIndex: 1, itemsPerPage: 10 });
    const shown = (answer: ScimAnswer): string[] =>
      answer.body.Resources.map((one: { userName?: string; displayName?: string }) => one.userName ?? one.displayName);
    // an empty display name first; then in code point order; then those without
    expect(shown(all)).toEqual([
      'cid@example.com',
      'ann@example.com',
      'Basket Weavers',
      'Garoon',
      'Kintone',
      'Mailwise',
      'Office',
      'Secure Access',
      'Bob@example.com',
      'dora@example.com',
    ]);
    const pages = await Promise.all(
      [1, 5, 9].map((startIndex) => post('/.search', { sortBy: 'displayName', startIndex, count: 4 })),
    );
    expect(pages.flatMap(shown)).toEqual(shown(all));
    // an attribute that a type lacks has no value there (RFC 7644 §3.4.2.1)
    expect(shown(await post('/.search', { filter: 'userName pr', count: 1 }))).toEqual(['ann@example.com']);
    expect(shown(await post('/.search', { filter: 'not (userName pr or type pr)' }))).toEqual(['Basket Weavers']);
    expect(shown(await post('/.search', { filter: 'displayName sw "b" or userName sw "d"' }))).toEqual([
      'dora@example.com',
      'Basket Weavers',
    ]);
    expect((await post('/.search', { filter: 'meta.resourceType eq "Group"' })).body.totalResults).toBe(1);
    expect((await post('/.search', { filter: 'members[value pr]' })).body.totalResults).toBe(1);
    expect((await post('/.search', { filter: 'shoeSize eq 44' })).body.scimType).toBe('invalidFilter');
    expect((await post('/.search', { sortBy: 'shoeSize' })).body.scimType).toBe('invalidValue');
    expect((await post('/.search', { cursor: 'made-up' })).body.scimType).toBe('invalidCursor');

    const group = encodeURIComponent(`id eq "${made.body.id}" and members eq "${ids['ann@example.com']}"`);
    expect((await scim(`/Groups?filter=${group}`)).body.totalResults).toBe(1);
    expect(names(await list({ filter: `groups.value eq "${made.body.id}"` }))).toEqual(['ann']);
    expect(names(await list({ filter: 'groups.display co "WEAVERS"' }))).toEqual(['ann']);
    expect(names(await list({ filter: 'groups ne "x"' }))).toEqual(['ann', 'Bob', 'cid', 'dora']);
    const named = encodeURIComponent('displayName eq "basket weavers"');
    const matched = await scim(`/Groups?excludedAttributes=members&filter=${named}`);
    expect(matched.body).toMatchObject({ totalResults: 1, Resources: [{ displayName: 'Basket Weavers' }] });
    expect(matched.body.Resources[0]).not.toHaveProperty('members');
    expect((await scim('/Groups?filter=members.display%20sw%20%22ann%22')).body.totalResults).toBe(1);
    expect((await scim('/Groups?filter=members%5Btype%20eq%20%22Group%22%5D')).body.totalResults).toBe(0);
    await scim(`/Groups/${made.body.id}`, { method: 'DELETE' });
  });
});

test('the service provider configuration tells what is possible', async () => {
  const { body } = await scim('/ServiceProviderConfig');
  expect(body).toMatchObject({
    sort: { supported: true },
    filter: { supported: true },
    pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', cursorTimeout: 3600 },
  });
});

test('searching by POST is reading: it works while propagation is off', async () => {
  const { scim: call } = await createTestOrganization(server, 'closed');
  await server.database.pool.query(`update connections set propagation = false from organizations
    where organizations.id = organization_id and organizations.slug = 'closed'`);
  const answer = await call('/Users/.search', { method: 'POST', body: { schemas: [searchRequest] } });
  expect(answer.body).toMatchObject({ totalResults: 0 });
  expect((await call('/Users', { method: 'POST', body: { schemas: [core], userName: 'x' } })).status).toBe(403);
});
