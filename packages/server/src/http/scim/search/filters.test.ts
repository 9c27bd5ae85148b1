import { afterAll, describe, expect, test } from 'vitest';
import type { ScimAnswer } from '../../../test-server.testing.ts';
import { core, enterprise, names, startPeople } from './people.testing.ts';

/** What filters find and which are refused, however they are written into an address. */
const { server, scim, other, ids, list } = await startPeople();
afterAll(() => server.close());

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
