import { routes, type ExchangeDetail } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, scimCaller, startTestServer, type ScimAnswer } from '../../test-server.testing.ts';
import { recorded as recordedAt } from './recorded.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const params = { org: 'acme', connection: 'default' };
const running = await startTestServer({ LOCKSTEP_EXCHANGE_BODY_LIMIT: '2000' });
afterAll(() => running.close());
const { scim, endpoint, token } = await createTestOrganization(running, 'acme');

const recorded = (answer: ScimAnswer, place = params): Promise<ExchangeDetail> => recordedAt(running, answer, place);

async function list(query: object): Promise<readonly string[]> {
  const { exchanges } = await running.call(routes.listExchanges, { params, query });
  return exchanges.map(({ method, path, status }) => `${method} ${path} ${status}`);
}

test('a request is recorded with its answer, what it changed and what was put up with', async () => {
  const created = await scim('/Users', {
    method: 'POST',
    body: { schemas: [core], userName: 'Ada@example.com', displayName: 'Ada' },
    headers: { 'user-agent': 'Okta SCIM Client 1.0.0' },
  });
  expect(await recorded(created)).toMatchObject({
    method: 'POST',
    path: '/Users',
    status: 201,
    client: 'okta',
    userAgent: 'Okta SCIM Client 1.0.0',
    token: { name: 'test' },
    address: '127.0.0.1',
    loginName: 'ada@example.com',
    resourceId: created.body.id,
    durationMs: expect.any(Number),
    tolerances: [],
    request: { kept: 'whole', body: expect.stringContaining('"Ada"'), headers: { authorization: 'Bearer ••••••' } },
    answer: { kept: 'whole', body: JSON.stringify(created.body) },
    changes: [{ operation: 'create', resourceType: 'User', resourceName: 'Ada@example.com' }],
  });

  const body = { schemas: [patchSchema], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
  const patched = await recorded(await scim(`/Users/${created.body.id}`, { method: 'PATCH', body }));
  expect(patched).toMatchObject({
    client: 'entra',
    tolerances: expect.arrayContaining([
      { name: 'capitalizedOperation', path: '' },
      { name: 'textBoolean', path: 'active' },
    ]),
    changes: [{ operation: 'update', attributes: [{ path: 'active', after: false }] }],
  });
  expect(patched.changes[0]?.actor).toMatchObject({ kind: 'token', address: '127.0.0.1', request: patched.id });

  const read = await recorded(await scim(`/Users/${created.body.id}`));
  expect(read).toMatchObject({ changes: [], request: { kept: 'none' } });

  const gone = await recorded(await scim(`/Users/${created.body.id}`, { method: 'DELETE' }));
  expect(gone).toMatchObject({ status: 204, answer: { kept: 'none' }, changes: [{ operation: 'delete' }] });
  expect(await list({ user: 'ADA@example.com' })).toEqual([
    `DELETE /Users/${created.body.id} 204`,
    `GET /Users/${created.body.id} 200`,
    `PATCH /Users/${created.body.id} 200`,
    'POST /Users 201',
  ]);
});

test('no secret is anywhere in the record', async () => {
  const password = 'correct-horse-battery';
  const answer = await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'secretive', password } });
  expect(await recorded(answer)).toMatchObject({ request: { kept: 'masked' } });
  await recorded(await scimCaller(endpoint, 'lockstep_wrong-secret')('/Users'));
  const { rows } = await sql<{ all: string }>`select exchanges::text as all from exchanges`.execute(
    running.database.db,
  );
  const all = rows.map((row) => row.all).join('\n');
  for (const secret of [password, token, 'lockstep_wrong-secret']) expect(all).not.toContain(secret);
});

test('long bodies are cut, and hostile characters do no harm', async () => {
  const long = await recorded(
    await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'long', title: 'x'.repeat(5000) } }),
  );
  expect(long.request).toMatchObject({ kept: 'cut', body: expect.stringMatching(/^.{2000}$/) });
  const hostile = await scim('/Users', {
    method: 'POST',
    body: '{"schemas":["x"],"userName":"nul\\u0000","a\\u0000b\\ud800":1}',
    headers: { 'user-agent': 'a"b\\c' },
  });
  expect(await recorded(hostile)).toMatchObject({ userAgent: 'a"b\\c', request: { kept: 'whole' } });
});

test('what makes a fixture', async () => {
  const answer = await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'fixture' } });
  const { id } = await recorded(answer);
  const fixture = await running.call(routes.getExchangeFixture, { params: { ...params, exchange: id } });
  expect(fixture).toMatchObject({
    format: 'lockstep-exchange-1',
    request: { method: 'POST', path: '/Users', body: { schemas: [core], userName: 'fixture' } },
    answer: { status: 201, body: answer.body },
    changes: [{ resourceType: 'User', operation: 'create' }],
  });
});

describe('the list', () => {
  test('is filtered by status, client and time, and paged from the newest', async () => {
    const marks = await Promise.all([404, 404, 404].map(() => scim('/Users/00000000-0000-7000-8000-00000000abcd')));
    for (const mark of marks) await recorded(mark);
    const path = '/Users/00000000-0000-7000-8000-00000000abcd';
    expect(await list({ status: '404', user: path.split('/')[2] })).toEqual(Array(3).fill(`GET ${path} 404`));
    expect(await list({ status: 'failed' })).toEqual([]);
    expect(await list({ client: 'okta' })).toHaveLength(1);
    expect(await list({ to: '2020-01-01T00:00:00.000Z' })).toEqual([]);
    expect((await list({ from: '2020-01-01T00:00:00.000Z' })).length).toBeGreaterThan(3);
    const all = await list({ limit: 200 });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await running.call(routes.listExchanges, { params, query: { limit: 3, cursor } });
      paged.push(...page.exchanges.map(({ method, path: at, status }) => `${method} ${at} ${status}`));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });

  test('of another organization is another list', async () => {
    await createTestOrganization(running, 'other');
    const answer = await scim('/Users?count=1');
    const { id } = await recorded(answer);
    const elsewhere = { org: 'other', connection: 'default' };
    expect((await running.call(routes.listExchanges, { params: elsewhere })).exchanges).toEqual([]);
    await expect(running.call(routes.getExchange, { params: { ...elsewhere, exchange: id } })).rejects.toMatchObject({
      problem: { status: 404 },
    });
  });
});

test('a stranger cannot fill the record', async () => {
  const stranger = await createTestOrganization(running, 'knocked');
  const wrong = scimCaller(stranger.endpoint, 'lockstep_guess');
  for (let guess = 0; guess < 20; guess += 1) expect((await wrong('/Users')).status).toBe(401);
  const place = { org: 'knocked', connection: 'default' };
  await recorded(await stranger.scim('/Users'), place);
  const { exchanges } = await running.call(routes.listExchanges, { params: place });
  expect(exchanges.filter(({ status }) => status === 401)).toHaveLength(6);
  expect(exchanges.find(({ status }) => status === 401)).toMatchObject({ hint: 'tokenUnknown' });
});
