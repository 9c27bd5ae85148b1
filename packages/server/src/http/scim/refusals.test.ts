import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createTestOrganization,
  scimCaller,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
let running: TestServer;
let scim: ScimCall;
let endpoint: string;
let token: string;
let tokenId: string;
const params = { org: 'acme', connection: 'default' };

/** Everything that a refused request must leave alone. */
async function footprint(): Promise<unknown> {
  const { db } = running.database;
  const users = await db.selectFrom('users').select(['id', 'version', 'resource']).orderBy('id').execute();
  const changes = await db.selectFrom('changes').select('seq').where('resource_type', '=', 'User').execute();
  return { users, changes: changes.length };
}

function expectScimError(answer: ScimAnswer, status: number, scimType?: string): void {
  expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  expect(answer.body).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: expect.stringMatching(/\w+.* \w+ \w+/),
    ...(scimType === undefined ? {} : { scimType }),
  });
  expect(answer.status).toBe(status);
}

beforeAll(async () => {
  running = await startTestServer();
  ({ scim, endpoint, token, tokenId } = await createTestOrganization(running, 'acme'));
  await createTestOrganization(running, 'other');
  await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'taken' } });
});
afterAll(() => running.close());

const aUser = { schemas: [core], userName: 'new' };
const unknownId = '00000000-0000-7000-8000-000000000000';

describe('a refusal is a SCIM error, and nothing is written', () => {
  let before: unknown;
  beforeEach(async () => {
    before = await footprint();
    return async () => expect(await footprint()).toEqual(before);
  });

  test.each([
    ['broken JSON', { method: 'POST', body: '{"userName": ' }, 400, 'invalidSyntax'],
    ['an empty body', { method: 'POST', body: '' }, 400, 'invalidSyntax'],
    ['a body that is no object', { method: 'POST', body: '[]' }, 400, 'invalidSyntax'],
    ['no userName', { method: 'POST', body: { schemas: [core] } }, 400, 'invalidValue'],
    ['a userName of spaces', { method: 'POST', body: { schemas: [core], userName: '' } }, 400, 'invalidValue'],
    ['a NUL character', { method: 'POST', body: { schemas: [core], userName: 'a\u0000b' } }, 400, 'invalidValue'],
    ['a lone surrogate', { method: 'POST', body: '{"schemas":["x"],"userName":"\\ud800"}' }, 400, 'invalidValue'],
    ['a dangerous key', { method: 'POST', body: '{"userName":"x","__proto__":{"a":1}}' }, 400, 'invalidSyntax'],
    ['a duplicate user name', { method: 'POST', body: { ...aUser, userName: 'TAKEN' } }, 409, 'uniqueness'],
    [
      'a wrong content type',
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } },
      415,
      undefined,
    ],
    ['an oversized body', { method: 'POST', body: { ...aUser, title: 'x'.repeat(1_100_000) } }, 413, undefined],
    ['PUT on the collection', { method: 'PUT', body: aUser }, 405, undefined],
    ['DELETE on the collection', { method: 'DELETE' }, 405, undefined],
  ] as const)('%s', async (_name, request, status, scimType) => {
    expectScimError(await scim('/Users', request), status, scimType);
  });

  test.each([
    ['GET', `/Users/${unknownId}`, 404],
    ['GET', '/Users/not-an-id', 404],
    ['GET', '/Users/%00', 404],
    ['DELETE', `/Users/${unknownId}`, 404],
    ['PUT', `/Users/${unknownId}`, 404],
    ['POST', `/Users/${unknownId}`, 405],
    ['GET', '/Nothing', 404],
    ['GET', '/Users/a/b/c', 404],
    ['POST', '/ServiceProviderConfig', 405],
    ['GET', '/Schemas/urn:nothing', 404],
    ['GET', '/ResourceTypes/Nothing', 404],
    ['GET', '/%E0%A4%A', 400],
  ])('%s %s is %i', async (method, path, status) => {
    const answer = await scim(path, { method, ...(method === 'PUT' || method === 'POST' ? { body: aUser } : {}) });
    expectScimError(answer, status, status === 400 ? 'invalidSyntax' : undefined);
  });

  test('a 405 names what is possible', async () => {
    const answer = await scim('/Users', { method: 'PATCH', body: {} });
    expect(answer.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(['GET', 'POST']));
  });

  test('an organization that does not exist', async () => {
    for (const slug of ['nowhere', 'ACME', '..%2Facme', 'x']) {
      const call = scimCaller(`${running.url}/o/${slug}/scim/v2`, token);
      expectScimError(await call('/Users', { method: 'POST', body: aUser }), 404);
    }
  });

  test.each([
    ['no header', ''],
    ['an empty token', 'Bearer '],
    ['an invented token', 'Bearer lockstep_invented'],
    ['another scheme', 'Basic YWJjOmRlZg=='],
    ['the administrator token', 'Bearer an administrator token for tests only'],
  ])('%s', async (_name, authorization) => {
    const answer = await scim('/Users', { method: 'POST', body: aUser, headers: { authorization } });
    expectScimError(answer, 401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="scim"');
  });

  test('the token of another organization', async () => {
    const other = await running.call(routes.createApiToken, {
      params: { org: 'other', connection: 'default' },
      body: { notes: '', validity: 'never' },
    });
    const call = scimCaller(endpoint, other.token);
    expectScimError(await call('/Users'), 401);
  });

  test('a disabled token, which works again when enabled', async () => {
    const place = { params: { ...params, token: tokenId } };
    await running.call(routes.changeApiToken, { ...place, body: { enabled: false } });
    const answer = await scim('/Users', { method: 'POST', body: aUser });
    expectScimError(answer, 401);
    expect(answer.body.detail).toContain('disabled');
    await running.call(routes.changeApiToken, { ...place, body: { enabled: true } });
    expect((await scim('/Users')).status).toBe(200);
  });

  test('an expired token', async () => {
    // on a busy machine one may have expired before it is used
    const call = await vi.waitFor(async () => {
      const validity = { until: new Date(Date.now() + 1000).toISOString() };
      const short = await running.call(routes.createApiToken, { params, body: { notes: 'short', validity } });
      const caller = scimCaller(endpoint, short.token);
      expect((await caller('/Users')).status).toBe(200);
      return caller;
    });
    await vi.waitFor(async () => expect((await call('/Users')).status).toBe(401));
    const answer = await call('/Users', { method: 'POST', body: aUser });
    expectScimError(answer, 401);
    expect(answer.body.detail).toContain('expired');
  });

  test('a write while propagation is off: counted, and who can switch it on is said; reads still work', async () => {
    await running.call(routes.setPropagation, { params, body: { propagation: false } });
    const answer = await scim('/Users', { method: 'POST', body: aUser });
    expectScimError(answer, 403);
    expect(answer.body.detail).toMatch(/administrator.*Provisioning page/);
    expect((await scim('/Users')).body.totalResults).toBe(1);
    expect(await running.call(routes.getConnection, { params })).toMatchObject({
      propagation: false,
      refusedWhileOff: 1,
    });
    await running.call(routes.setPropagation, { params, body: { propagation: true } });
  });

  test('an address that is not even a URL path', async () => {
    const answer = await fetch(`${running.url}/o/acme/scim/v2/Users/%`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: '400', scimType: 'invalidSyntax' });
  });
});

test('what fails unexpectedly is a 500 with a correlation id, and no inside is shown', async () => {
  const broken = await startTestServer({ LOCKSTEP_LOG_LEVEL: 'fatal' });
  const { scim: call } = await createTestOrganization(broken, 'acme');
  await broken.database.pool.query('alter table users rename to gone');
  const answer = await call('/Users', { method: 'POST', body: aUser });
  expectScimError(answer, 500);
  expect(answer.body.detail).toContain(answer.headers.get('x-correlation-id'));
  expect(JSON.stringify(answer.body)).not.toMatch(/\brelation|users|select/i);
  await broken.close();
});

test('a connection that sends too fast gets 429 with whole seconds, and only that connection', async () => {
  const limited = await startTestServer({ LOCKSTEP_SCIM_RATE: '25' });
  const one = await createTestOrganization(limited, 'one');
  const two = await createTestOrganization(limited, 'two');
  const answers = await Promise.all(Array.from({ length: 200 }, () => one.scim('/Users')));
  const refused = answers.find(({ status }) => status === 429);
  if (refused === undefined) throw new Error('Nothing was refused.');
  expectScimError(refused, 429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await two.scim('/Users')).status).toBe(200);
  await limited.close();
});

test('a token with networks is refused from elsewhere, in SCIM JSON that names the rule', async () => {
  const make = (networks: string[]) =>
    running.call(routes.createApiToken, { params, body: { notes: 'office', validity: { days: 30 }, networks } });
  const elsewhere = await make(['192.0.2.0/24', '2001:DB8::1']);
  const answer = await scimCaller(endpoint, elsewhere.token)('/Users');
  expectScimError(answer, 403);
  expect(answer.body.detail).toContain('"office" may be used from 192.0.2.0/24, 2001:db8::1/128 only');
  const here = await make(['127.0.0.0/8', '::1']);
  expect((await scimCaller(endpoint, here.token)('/Users')).status).toBe(200);
  const { tokens } = await running.call(routes.listApiTokens, { params });
  const found = tokens.find(({ id }) => id === elsewhere.id);
  expect(found).toMatchObject({ networks: ['192.0.2.0/24', '2001:db8::1/128'] });
  expect(found).not.toHaveProperty('lastUsedAt');
  await expect(make(['nowhere'])).rejects.toMatchObject({ problem: { issues: [{ path: 'networks.0' }] } });

  const change = (body: { notes?: string; networks?: string[] }) =>
    running.call(routes.changeApiToken, { params: { ...params, token: here.id }, body });
  await expect(change({ networks: ['nowhere'] })).rejects.toMatchObject({
    problem: { issues: [{ path: 'networks.0' }] },
  });
  expect((await scimCaller(endpoint, here.token)('/Users')).status).toBe(200);
  const changed = await change({ notes: 'far office', networks: ['192.0.2.0/24'] });
  expect(changed).toMatchObject({ enabled: true, notes: 'far office', networks: ['192.0.2.0/24'] });
  expectScimError(await scimCaller(endpoint, here.token)('/Users'), 403);
  const { entries } = await running.call(routes.listAuditLog, {
    params: { org: params.org },
    query: { resource: here.id, operation: 'update' },
  });
  expect(entries.map(({ attributes }) => attributes)).toEqual([
    [
      { path: 'notes', before: 'office', after: 'far office' },
      { path: 'networks', before: ['127.0.0.0/8', '::1/128'], after: ['192.0.2.0/24'] },
    ],
  ]);
});
