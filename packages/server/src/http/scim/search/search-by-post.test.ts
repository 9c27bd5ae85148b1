import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, type ScimAnswer } from '../../../test-server.testing.ts';
import { core, names, startPeople } from './people.testing.ts';

const searchRequest = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** Queries in the body of a POST, of one type of resources and of all. */
const { server, scim, ids, list } = await startPeople();
afterAll(() => server.close());

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

test('searching by POST is reading: it works while propagation is off', async () => {
  const { scim: call } = await createTestOrganization(server, 'closed');
  await server.database.pool.query(`update connections set propagation = false from organizations
    where organizations.id = organization_id and organizations.slug = 'closed'`);
  const answer = await call('/Users/.search', { method: 'POST', body: { schemas: [searchRequest] } });
  expect(answer.body).toMatchObject({ totalResults: 0 });
  expect((await call('/Users', { method: 'POST', body: { schemas: [core], userName: 'x' } })).status).toBe(403);
});
