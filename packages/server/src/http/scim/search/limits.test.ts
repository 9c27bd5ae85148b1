import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimCall,
  type TestServer,
} from '../../../test-server.testing.ts';
import { core, createPeople } from './people.testing.ts';

const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';
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
  await createLeases();
});
afterAll(() => server.close());

const lease = 'urn:example:params:scim:schemas:extension:Lease';

/** Groups with an attribute that the organization defined, which no index knows. */
async function createLeases(): Promise<void> {
  const attributes = [{ name: 'contract' }, { name: 'area', type: 'integer' as const }];
  const schema = { id: lease, name: 'Lease', description: 'A lease', attributes };
  await server.call(routes.putSchema, { params: { org: 'acme', schema: lease }, body: schema });
  const type = { name: 'Group', endpoint: '/Groups', schema: group, schemaExtensions: [{ schema: lease }] };
  await server.call(routes.putResourceType, { params: { org: 'acme', type: 'Group' }, body: type });
  for (const contract of ['K-1', 'K-2'])
    await scim('/Groups', {
      method: 'POST',
      body: { schemas: [group, lease], displayName: contract, [lease]: { contract, area: 7 } },
    });
}

test.each([
  ['users', '/Users?filter=title%20co%20%22e%22'],
  ['groups', `/Groups?filter=${lease}:contract%20co%20%22k%22`],
  ['groups', `/Groups?filter=${lease}:area%20gt%205&sortBy=${lease}:area`],
  ['groups', `/Groups?sortBy=${lease}:contract&cursor=`],
])(
  'a query of %s that takes longer than LOCKSTEP_SCIM_QUERY_TIMEOUT is a 400 with "tooMany": %s',
  async (table, address) => {
    // a lock makes every query slow, however few the rows
    const client = await server.database.pool.connect();
    try {
      await client.query('begin');
      await client.query(`lock table ${table} in access exclusive mode`);
      const { status, body } = await scim(address);
      expect([status, body.scimType]).toEqual([400, 'tooMany']);
      expect(body.detail).toMatch(/longer than 150 ms.*userName eq/);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect((await scim(address)).body.totalResults).toBe(2);
  },
);

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
  // on a busy machine one may have expired before it is used
  const next = await vi.waitFor(async () => {
    const { body } = await scim('/Users?cursor');
    expect(body).toMatchObject({ itemsPerPage: 2, totalResults: 4 });
    const address = `/Users?cursor=${body.nextCursor as string}`;
    expect((await scim(address)).status).toBe(200);
    return address;
  });
  await vi.waitFor(async () => {
    const late = await scim(next);
    expect([late.status, late.body.scimType]).toEqual([400, 'expiredCursor']);
  });
});

test('page sizes: the default, and the largest', async () => {
  expect((await scim('/Users')).body.itemsPerPage).toBe(2);
  expect((await scim('/Users?count=1000')).body.itemsPerPage).toBe(3);
  expect((await scim('/Users?cursor&count=4')).body.scimType).toBe('invalidCount');
});

test('names that no index can hold are refused, and harm nobody who is written at the same time', async () => {
  const long = Array.from({ length: 3000 }, (_none, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)));
  const body = { schemas: [core], userName: 'long@example.com' };
  const refused = [
    { ...body, userName: long.join('') },
    { ...body, externalId: long.join('') },
  ];
  const answers = await Promise.all([
    ...refused.map((user) => scim('/Users', { method: 'POST', body: user })),
    scim('/Users', { method: 'POST', body: { ...body, displayName: long.join(''), nickName: long.join('') } }),
  ]);
  expect(answers.map(({ status, body: answer }) => answer.scimType ?? status)).toEqual([
    'invalidValue',
    'invalidValue',
    201,
  ]);
  const filter = encodeURIComponent(`displayName sw "${long.slice(0, 400).join('')}"`);
  expect((await scim(`/Users?filter=${filter}`)).body.totalResults).toBe(1);
  const renamed = await scim(`/Users/${answers[2]?.body.id as string}`, { method: 'PUT', body: refused[0] });
  expect([renamed.status, renamed.body.scimType]).toEqual([400, 'invalidValue']);
});
