import { problemSchema, routes } from '@lockstep/admin-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
let scim: ScimCall;
let key: string;
const params = { org: 'acme' };
beforeAll(async () => {
  running = await startTestServer({ LOCKSTEP_TRUSTED_PROXIES: '127.0.0.1, ::1, 10.0.0.0/8' });
  ({ scim } = await createTestOrganization(running, 'acme'));
  await createTestOrganization(running, 'other');
  const scopes = ['directory:read' as const, 'security:write' as const];
  ({ key } = await running.call(routes.createApiKey, { params, body: { notes: '', validity: 'never', scopes } }));
});
afterAll(() => running.close());
afterEach(async () => restrict({}));

function restrict(lists: { console?: string[]; scim?: string[] }): Promise<unknown> {
  return running.call(routes.setIpRestrictions, { params, body: { console: [], scim: [], ...lists } });
}

/** A request by API key that a trusted proxy passes on. */
function from(forwarded: string, path = '/users', init: RequestInit = {}): Promise<Response> {
  const headers = {
    authorization: `Bearer ${key}`,
    'x-forwarded-for': forwarded,
    ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return fetch(`${running.url}/api/v1/organizations/acme${path}`, { ...init, headers });
}

const places = [
  ['an address of the network', '192.0.2.9', true],
  ['one beside it', '192.0.3.9', false],
  ['the same in the notation of IPv6', '::ffff:192.0.2.9', true],
  ['one of the IPv6 network', '2001:db8::5', true],
  ['one of another IPv6 network', '2001:db9::5', false],
  ['an allowed one that the client invented before the proxy added its own', '192.0.2.9, 203.0.113.1', false],
  ['an allowed one behind two trusted proxies', '192.0.2.9, 10.1.2.3', true],
  ['no address', 'unknown', false],
] as const;
const networks = ['192.0.2.0/24', '2001:db8::/32'];

describe.each(places)('from %s', (_name, forwarded, allowed) => {
  test(`the admin API ${allowed ? 'answers' : 'refuses'}`, async () => {
    await restrict({ console: networks });
    const answer = await from(forwarded);
    expect(answer.status).toBe(allowed ? 200 : 403);
    if (!allowed) expect(problemSchema.parse(await answer.json())).toMatchObject({ code: 'address_not_allowed' });
    expect((await scim('/Users', { headers: { 'x-forwarded-for': forwarded } })).status).toBe(200);
  });

  test(`the SCIM endpoint ${allowed ? 'answers' : 'refuses in its own words'}`, async () => {
    await restrict({ scim: networks });
    const answer = await scim('/Users', { headers: { 'x-forwarded-for': forwarded } });
    expect(answer.status).toBe(allowed ? 200 : 403);
    expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    if (!allowed) {
      expect(answer.body).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: expect.stringContaining('IP restriction "SCIM endpoint"'),
      });
    }
    expect((await from(forwarded)).status).toBe(200);
  });
});

test('a refusal comes before the token is looked at, and changes nothing', async () => {
  await restrict({ scim: networks });
  const headers = { authorization: 'Bearer lockstep_wrong', 'x-forwarded-for': '203.0.113.1' };
  expect((await scim('/Users', { headers })).status).toBe(403);
  const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'outside' };
  expect((await scim('/Users', { method: 'POST', body, headers })).status).toBe(403);
  await restrict({});
  expect((await scim('/Users?filter=userName eq "outside"')).body.totalResults).toBe(0);
});

test('nobody locks themselves out, and one organization does not decide for another', async () => {
  const put = (address: string, console: string[]): Promise<Response> =>
    from(address, '/ip-restrictions', { method: 'PUT', body: JSON.stringify({ console, scim: [] }) });
  const refused = await put('203.0.113.1', networks);
  expect(problemSchema.parse(await refused.json())).toMatchObject({ status: 409, code: 'would_lock_out' });
  expect((await from('203.0.113.1')).status).toBe(200);
  expect((await put('192.0.2.1', [' 192.0.2.77/24', '192.0.2.0/24'])).status).toBe(200);
  expect((await from('203.0.113.1')).status).toBe(403);
  expect(await running.call(routes.getIpRestrictions, { params })).toEqual({
    console: ['192.0.2.0/24'],
    scim: [],
    yourAddress: expect.stringMatching(/127\.0\.0\.1$/),
  });
  expect(await running.call(routes.getIpRestrictions, { params: { org: 'other' } })).toMatchObject({ console: [] });
});

test('what is no network is named', async () => {
  const body = JSON.stringify({ console: ['192.0.2.0/24', 'office'], scim: ['1.2.3.4/33'] });
  const answer = await from('192.0.2.1', '/ip-restrictions', { method: 'PUT', body });
  expect(answer.status).toBe(400);
  const { issues } = problemSchema.parse(await answer.json());
  expect(issues?.map(({ path }) => path)).toEqual(['console.1', 'scim.0']);
});

test('without trusted proxies nobody is believed', async () => {
  const alone = await startTestServer();
  try {
    const { scim: call } = await createTestOrganization(alone, 'acme');
    await alone.call(routes.setIpRestrictions, { params, body: { console: [], scim: ['192.0.2.0/24'] } });
    expect((await call('/Users', { headers: { 'x-forwarded-for': '192.0.2.9' } })).status).toBe(403);
    await alone.call(routes.setIpRestrictions, { params, body: { console: [], scim: ['127.0.0.0/8'] } });
    expect((await call('/Users', { headers: { 'x-forwarded-for': '192.0.2.9' } })).status).toBe(200);
  } finally {
    await alone.close();
  }
});
