import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimCall,
  type TestServer,
} from '../../../test-server.testing.ts';
import { createPeople } from './people.testing.ts';

let server: TestServer;
let scim: ScimCall;

beforeAll(async () => {
  server = await startTestServer({
    LOCKSTEP_SCIM_QUERY_TIMEOUT: '150',
    LOCKSTEP_SCIM_CURSOR_TTL: '1',
    LOCKSTEP_SCIM_PAGE_SIZE: '2',
    LOCKSTEP_SCIM_MAX_PAGE_SIZE: '3',
  });
  ({ scim } = await createTestOrganization(server, 'acme'));
  await createPeople(scim);
});
afterAll(() => server.close());

test('a query that takes longer than LOCKSTEP_SCIM_QUERY_TIMEOUT is a 400 with "tooMany" that says what to do', async () => {
  // a lock makes every query slow, however few the rows
  const client = await server.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('lock table users in access exclusive mode');
    const { status, body } = await scim('/Users?filter=title%20co%20%22e%22');
    expect([status, body.scimType]).toEqual([400, 'tooMany']);
    expect(body.detail).toMatch(/longer than 150 ms.*userName eq/);
  } finally {
    await client.query('rollback');
    client.release();
  }
  expect((await scim('/Users?filter=title%20co%20%22e%22')).body.totalResults).toBe(2);
});

test('a cursor expires, and the service provider configuration says when', async () => {
  const { body: configuration } = await scim('/ServiceProviderConfig');
  expect(configuration.pagination).toEqual({
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: 2,
    maxPageSize: 3,
    cursorTimeout: 1,
  });
  const { body } = await scim('/Users?cursor');
  expect(body).toMatchObject({ itemsPerPage: 2, totalResults: 4 });
  const next = `/Users?cursor=${body.nextCursor as string}`;
  expect((await scim(next)).status).toBe(200);
  await setTimeout(1100);
  const late = await scim(next);
  expect([late.status, late.body.scimType]).toEqual([400, 'expiredCursor']);
});

test('page sizes: the default, and the largest', async () => {
  expect((await scim('/Users')).body.itemsPerPage).toBe(2);
  expect((await scim('/Users?count=1000')).body.itemsPerPage).toBe(3);
  expect((await scim('/Users?cursor&count=4')).body.scimType).toBe('invalidCount');
});
