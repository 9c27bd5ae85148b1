import { basePath, routes, type AuditEntry, type RouteInput } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import type { ChangedType } from '../../changes/change.ts';
import { adminToken, createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';
import { recorded } from '../scim/recorded.testing.ts';
import { addAdministrator } from './people.testing.ts';

type Query = NonNullable<RouteInput<typeof routes.listAuditLog>['query']>;

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const params = { org: 'acme' };
let running: TestServer;
let ada: string;

beforeAll(async () => {
  running = await startTestServer();
  const { scim } = await createTestOrganization(running, 'acme');
  const created = {
    schemas: [core],
    userName: 'ada',
    name: { familyName: 'Lovelace' },
    [enterprise]: { department: 'R' },
  };
  const { body } = await scim('/Users', { method: 'POST', body: created });
  ada = body.id;
  await running.call(routes.updateUser, { params: { ...params, user: ada }, body: { displayName: '=1+1, "Ada"' } });
  const bea = await running.call(routes.createUser, { params, body: { loginName: 'bea', displayName: 'Bea' } });
  await running.call(routes.deleteUser, { params: { ...params, user: bea.id } });
  const other = await createTestOrganization(running, 'other');
  await other.scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'elsewhere' } });
});
afterAll(() => running.close());

const short = ({ operation, resourceType, resourceName }: AuditEntry): string =>
  `${operation} ${resourceType} ${resourceName}`;

async function find(query: Query): Promise<readonly string[]> {
  return (await running.call(routes.listAuditLog, { params, query })).entries.map(short);
}

async function download(format: 'csv' | 'json', query = ''): Promise<string> {
  const address = `${running.url}${basePath}/organizations/acme/audit-log/${format}${query}`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${adminToken}` } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain(format);
  return answer.text();
}

test('says who did what, from where, attribute by attribute', async () => {
  const { entries } = await running.call(routes.listAuditLog, { params, query: { resource: ada } });
  expect(entries).toMatchObject([
    {
      operation: 'update',
      resourceName: 'ada',
      actor: { kind: 'api-key', name: 'LOCKSTEP_ADMIN_TOKEN', address: '127.0.0.1' },
      attributes: [{ path: 'displayName', after: '=1+1, "Ada"' }],
    },
    {
      operation: 'create',
      actor: { kind: 'token', name: 'test', address: '127.0.0.1', request: expect.any(String) },
      attributes: [
        { path: 'userName', after: 'ada' },
        { path: 'name.familyName', after: 'Lovelace' },
        { path: `${enterprise}:department`, after: 'R' },
      ],
    },
  ]);
});

test('names who administers or is invited, keys and rules of groups, also when they are gone', async () => {
  const { call } = running;
  await createTestOrganization(running, 'named');
  const params = { org: 'named' };
  await addAdministrator(running, { ...params, email: 'ann@named.example', role: 'organization_administrator' });
  const { id: dan } = await addAdministrator(running, { ...params, email: 'dan@named.example', role: 'auditor' });
  const { id: invitation } = await call(routes.createInvitation, {
    params,
    body: { email: 'cid@named.example', role: 'auditor' },
  });
  const { id: key } = await call(routes.createApiKey, {
    params,
    body: { notes: 'nightly', scopes: ['directory:read'], validity: 'never' },
  });
  const { id: group } = await call(routes.createGroup, { params, body: { displayName: 'Cleared' } });
  const rule = { name: 'To be cleared', expression: 'user.title == "Clerk"', groups: [group], except: [] };
  await call(routes.createGroupRule, { params, body: rule });
  const named = async (resourceType: AuditEntry['resourceType']): Promise<readonly string[]> =>
    (await call(routes.listAuditLog, { params, query: { resourceType } })).entries.map(short);
  expect(await named('Administrator')).toEqual(
    expect.arrayContaining(['create Administrator ann@named.example', 'create Administrator dan@named.example']),
  );
  expect(await named('Invitation')).toContain('create Invitation cid@named.example');
  expect(await named('ApiKey')).toEqual(['create ApiKey nightly']);
  expect(await named('GroupRule')).toEqual(['create GroupRule To be cleared']);

  await call(routes.removeAdministrator, { params: { ...params, administrator: dan } });
  await call(routes.withdrawInvitation, { params: { ...params, invitation } });
  await call(routes.setApiKeyEnabled, { params: { ...params, key }, body: { enabled: false } });
  await call(routes.deleteApiKey, { params: { ...params, key } });
  expect(await named('Administrator')).toContain('delete Administrator dan@named.example');
  expect(await named('Invitation')).toContain('delete Invitation cid@named.example');
  expect(await named('ApiKey')).toEqual(['delete ApiKey nightly', 'update ApiKey nightly', 'create ApiKey nightly']);
  // an update alone on its page says nothing of the name
  const { entries } = await call(routes.listAuditLog, {
    params,
    query: { resourceType: 'ApiKey', operation: 'update' },
  });
  expect(entries.map(short)).toEqual(['update ApiKey nightly']);
});

test('the contract knows every kind that the server writes, and no other', () => {
  expectTypeOf<AuditEntry['resourceType']>().toEqualTypeOf<ChangedType>();
});

test.each<[Query, readonly string[]]>([
  [{ operation: 'delete' }, ['delete User bea']],
  [{ actorKind: 'token' }, ['create User ada']],
  [{ actor: 'admin_TOKEN', resourceType: 'User', operation: 'update' }, ['update User ada']],
  [{ actor: '127.0.0.1', actorKind: 'token' }, ['create User ada']],
  [{ search: 'BEA', operation: 'create' }, ['create User bea']],
  [{ search: 'name.FamilyName' }, ['create User ada']],
  [{ search: `${enterprise}:department` }, ['create User ada']],
  [{ search: 'lovelace' }, ['create User ada']],
  [{ search: 'name.givenName' }, []],
  [{ search: '%', operation: 'create' }, []],
  [{ search: 'elsewhere' }, []],
  [{ resourceType: 'ApiToken' }, ['create ApiToken test']],
  [{ to: '2020-01-01T00:00:00.000Z' }, []],
])('%j', async (query, expected) => {
  expect(await find(query)).toEqual(expected);
});

test('pages follow each other without a gap, newest first', async () => {
  const all = (await running.call(routes.listAuditLog, { params, query: {} })).entries;
  const paged: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await running.call(routes.listAuditLog, { params, query: { limit: 1, cursor } });
    paged.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined);
  expect(paged).toEqual(all);
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
});

test('is exported as JSON and as CSV, safe for a spreadsheet', async () => {
  const { entries } = await running.call(routes.listAuditLog, { params, query: { limit: 200 } });
  expect(JSON.parse(await download('json'))).toEqual(entries);
  expect(JSON.parse(await download('json', '?search=elsewhere'))).toEqual([]);
  const lines = (await download('csv', `?resource=${ada}&operation=update`)).trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'time,actorKind,actor,address,operation,resourceType,resourceId,resource,attribute,before,after,request',
  );
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(
    new RegExp(
      `^[^,]+,api-key,LOCKSTEP_ADMIN_TOKEN,127.0.0.1,update,User,${ada},ada,displayName,[^,]*,"'=1\\+1, ""Ada""",$`,
    ),
  );
});

test('a cursor that is none, and an id that is none, are named', async () => {
  for (const query of [{ cursor: 'bm9uZQ' }, { resource: 'none' }]) {
    await expect(running.call(routes.listAuditLog, { params, query })).rejects.toMatchObject({
      problem: { status: 400, code: 'invalid_request' },
    });
  }
});

test.each(['update changes set resource_type = $$X$$', 'delete from changes', 'truncate changes'])(
  '%s is refused by the database',
  async (statement) => {
    const { db } = running.database;
    await expect(sql.raw(statement).execute(db)).rejects.toThrow('Entries of the audit log cannot be changed');
  },
);

test('entries go with their organization, and the recorded requests', async () => {
  const { db } = running.database;
  const going = await createTestOrganization(running, 'going');
  await recorded(running, await going.scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'ada' } }), {
    org: 'going',
    connection: 'default',
  });
  const all = await db.selectFrom('changes').select('seq').execute();
  const { id } = await db
    .selectFrom('organizations')
    .select('id')
    .where('slug', '=', 'going')
    .executeTakeFirstOrThrow();
  const left = (table: 'changes' | 'exchanges') =>
    db.selectFrom(table).select('organization_id').where('organization_id', '=', id).execute();
  expect(await left('changes')).not.toEqual([]);
  expect(await left('exchanges')).not.toEqual([]);
  await db.deleteFrom('organizations').where('id', '=', id).execute();
  expect([await left('changes'), await left('exchanges')]).toEqual([[], []]);
  expect((await db.selectFrom('changes').select('seq').execute()).length).toBeLessThan(all.length);
  expect((await db.selectFrom('changes').select('seq').execute()).length).toBeGreaterThan(0);
});
