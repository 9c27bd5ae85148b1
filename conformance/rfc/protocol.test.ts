import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '@lockstep/admin-api';
import { scimCaller, type ScimAnswer } from '../../packages/server/src/test-server.testing.ts';
import { expectError, scimJson, startBench, unknownId, urn, type Body } from '../bench.ts';

const bench = await startBench({ LOCKSTEP_BODY_LIMIT: '100000' });
const other = await bench.neighbour('other');
afterAll(() => bench.close());

let user: Body;
let group: Body;
beforeAll(async () => {
  user = await bench.user({ title: 'Boss' });
  group = await bench.group([user.id]);
});

/** Every request of the protocol that names a resource or writes one. */
const requests = (): readonly (readonly [string, string, unknown?])[] => [
  ['GET', ''],
  ['GET', '/Users'],
  ['GET', `/Users/${user.id}`],
  ['POST', '/Users', { schemas: [urn.user], userName: bench.name() }],
  ['PUT', `/Users/${user.id}`, { ...user, title: 'x' }],
  ['PATCH', `/Users/${user.id}`, { schemas: [urn.patch], Operations: [{ op: 'add', path: 'title', value: 'x' }] }],
  ['DELETE', `/Users/${user.id}`],
  ['POST', '/Users/.search', { schemas: [urn.search] }],
  ['POST', '/.search', { schemas: [urn.search] }],
  ['GET', '/Groups'],
  ['GET', `/Groups/${group.id}`],
  ['PUT', `/Groups/${group.id}`, { ...group, members: [] }],
  ['PATCH', `/Groups/${group.id}`, { schemas: [urn.patch], Operations: [{ op: 'remove', path: 'members' }] }],
  ['DELETE', `/Groups/${group.id}`],
  ['GET', '/ServiceProviderConfig'],
  ['GET', '/ResourceTypes'],
  ['GET', '/Schemas'],
  ['GET', '/Me'],
  ['POST', '/Bulk', {}],
];

async function expectUntouched(): Promise<void> {
  expect(await bench.read(`/Users/${user.id}`)).toEqual({ ...user, groups: expect.anything() });
  expect(await bench.read(`/Groups/${group.id}`)).toEqual(group);
}

describe('RFC 7644 §2 authentication', () => {
  test.each([
    ['RFC 7644 §2 no token', ''],
    ['RFC 7644 §2 a token that was never issued', 'Bearer lockstep_0000'],
    ['RFC 7644 §2 an empty token', 'Bearer '],
    ['RFC 7644 §2 another scheme', 'Basic YTpi'],
  ])('%s is a 401 for every request, says how to authenticate, and nothing happens', async (_title, authorization) => {
    for (const [method, path, body] of requests()) {
      const answer = await bench.scim(path, { method, headers: { authorization }, body });
      expectError(answer, 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    await expectUntouched();
  });

  test('RFC 7644 §2 the token of one organization opens no other', async () => {
    const crossed = scimCaller(bench.endpoint, other.token);
    for (const [method, path, body] of requests()) expectError(await crossed(path, { method, body }), 401);
    await expectUntouched();
  });

  test('RFC 7644 §2 a request that may not be made now is a 403: provisioning is switched off', async () => {
    const params = { org: 'acme', connection: 'default' };
    await bench.running.call(routes.setPropagation, { params, body: { propagation: false } });
    for (const [method, path, body] of requests()) {
      if (method !== 'GET' && !path.endsWith('.search')) expectError(await bench.scim(path, { method, body }), 403);
    }
    expect((await bench.scim('/Users')).status).toBe(200);
    await bench.running.call(routes.setPropagation, { params, body: { propagation: true } });
    await expectUntouched();
  });
});

test('RFC 7644 §6 multi-tenancy: no request of one organization sees or touches a resource of another', async () => {
  for (const [method, path, body] of requests()) {
    if (!path.includes(user.id) && !path.includes(group.id)) continue;
    expectError(await other.scim(path, { method, body }), 404);
  }
  for (const filter of [`id eq "${user.id}"`, `userName eq "${user.userName}"`, 'title pr'])
    expect(await other.found('/Users', filter)).toEqual([]);
  expect(await other.found('/Groups', `members.value eq "${user.id}"`)).toEqual([]);
  const member = { op: 'add', path: 'members', value: [{ value: user.id }] };
  const { id } = await other.group();
  expectError(await other.patch(`/Groups/${id}`, member), 400, 'invalidValue');
  const everywhere = { method: 'POST', body: { schemas: [urn.search], filter: `id eq "${user.id}"` } };
  expect((await other.scim('/.search', everywhere)).body.totalResults).toBe(0);
  await expectUntouched();
});

test('RFC 7644 §6 multi-tenancy: two organizations may have the same names', async () => {
  expect((await other.user({ userName: user.userName })).id).not.toBe(user.id);
});

describe('RFC 7644 §3.2 methods and addresses', () => {
  test.each([
    ['RFC 7644 §3.2 PUT to a collection', 'PUT', '/Users'],
    ['RFC 7644 §3.2 PATCH of a collection', 'PATCH', '/Groups'],
    ['RFC 7644 §3.2 DELETE of a collection', 'DELETE', '/Users'],
    ['RFC 7644 §3.2 POST to a resource', 'POST', `/Users/${unknownId}`],
    ['RFC 7644 §3.2 POST to a discovery endpoint', 'POST', '/Schemas'],
    ['RFC 7644 §3.2 DELETE of the configuration', 'DELETE', '/ServiceProviderConfig'],
  ])('%s is a 405 that names the methods', async (_title, method, path) => {
    const answer = await bench.scim(path, { method, ...(method === 'DELETE' ? {} : { body: {} }) });
    expectError(answer, 405);
    expect(answer.headers.get('allow')).toMatch(/GET|PUT/);
  });

  test.each([
    ['/Users', 'GET, HEAD, POST'],
    ['/Groups', 'GET, HEAD, POST'],
    [`/Users/${unknownId}`, 'DELETE, GET, HEAD, PATCH, PUT'],
    ['/Users/.search', 'POST'],
    ['', 'GET, HEAD'],
    ['/.search', 'POST'],
    ['/Bulk', 'POST'],
    ['/Services', 'GET, HEAD'],
    ['/ServiceProviderConfig', 'GET, HEAD'],
    ['/Schemas', 'GET, HEAD'],
    [`/Schemas/${urn.user}`, 'GET, HEAD'],
  ])('RFC 7644 §3.2 OPTIONS tells the methods of %s', async (path, methods) => {
    const allowed = ({ headers }: ScimAnswer): unknown => headers.get('allow')?.split(', ').sort().join(', ');
    const answer = await bench.scim(path, { method: 'OPTIONS' });
    expect([answer.status, answer.body, allowed(answer)]).toEqual([204, undefined, methods]);
    const other = methods.includes('DELETE') ? 'POST' : 'DELETE';
    expect(allowed(await bench.scim(path, { method: other, ...(other === 'POST' ? { body: {} } : {}) }))).toBe(methods);
  });

  test('RFC 7644 §3.2 OPTIONS asks for a token, and finds nothing where there is nothing', async () => {
    expectError(await bench.scim('/Users', { method: 'OPTIONS', headers: { authorization: '' } }), 401);
    for (const path of ['/Things', '/Things/1']) expectError(await bench.scim(path, { method: 'OPTIONS' }), 404);
    expectError(await bench.scim('/Me', { method: 'OPTIONS' }), 501);
  });

  test.each([
    ['RFC 7644 §3.2 another name', '/users2'],
    ['RFC 7644 §3.2 an address below a resource', `/Users/${unknownId}/name`],
    ['RFC 7644 §3.2 names with another case', '/USERS'],
    ['RFC 7644 §3.2 a way out of the endpoint', '/..%2F..%2F..%2F..%2Fapi%2Fv1%2Forganizations'],
  ])('%s is a 404', async (_title, path) => {
    expectError(await bench.scim(path), 404);
  });

  test('RFC 7644 §3.2 a method that nobody serves is a 404', async () => {
    for (const method of ['PROPFIND', 'SEARCH', 'LOCK']) expectError(await bench.scim('/Users', { method }), 404);
  });

  test('RFC 7644 §3.11 /Me is not implemented: 501 for every method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      expectError(await bench.scim('/Me', { method, ...(method.startsWith('P') ? { body: {} } : {}) }), 501);
  });
});

describe('RFC 7644 §3.8 formats', () => {
  const body = (): string => JSON.stringify({ schemas: [urn.user], userName: bench.name(), displayName: '森 花 😀' });

  test.each([
    ['RFC 7644 §3.8 application/scim+json', 'application/scim+json'],
    ['RFC 7644 §3.8 application/json', 'application/json'],
    ['RFC 7644 §3.8 with a character set', 'application/scim+json; charset=utf-8'],
    ['RFC 7644 §3.8 in capitals', 'Application/SCIM+JSON;Charset="UTF-8"'],
  ])('%s is read, and answered in UTF-8', async (_title, type) => {
    const answer = await bench.scim('/Users', { method: 'POST', body: body(), headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 201, body: { displayName: '森 花 😀' } });
    expect(answer.headers.get('content-type')).toBe(scimJson);
  });

  test.each([
    ['RFC 7644 §3.8 a form', 'application/x-www-form-urlencoded'],
    ['RFC 7644 §3.8 XML', 'application/xml'],
    ['RFC 7644 §3.8 plain text', 'text/plain'],
    ['RFC 7644 §3.8 what is no media type', 'scim'],
  ])('%s is a 415', async (_title, type) => {
    expectError(await bench.scim('/Users', { method: 'POST', body: body(), headers: { 'content-type': type } }), 415);
  });

  test.each([
    ['RFC 7644 §3.8 Latin-1', 'latin1'],
    ['RFC 7644 §3.8 UTF-16', 'utf16le'],
  ] as const)('%s is a 400: other characters would be kept than were sent', async (_title, encoding) => {
    const name = bench.name();
    const sent = Buffer.from(JSON.stringify({ schemas: [urn.user], userName: name, displayName: 'José' }), encoding);
    const answer = await fetch(`${bench.endpoint}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.token}`, 'content-type': 'application/scim+json' },
      body: sent,
    });
    expectError({ status: answer.status, headers: answer.headers, body: await answer.json() }, 400, 'invalidSyntax');
    expect(await bench.found('/Users', `userName eq "${name}"`)).toEqual([]);
  });

  test.each([
    ['RFC 7644 §3.8 Accept: application/scim+json', 'application/scim+json'],
    ['RFC 7644 §3.8 Accept: application/json', 'application/json'],
    ['RFC 7644 §3.8 Accept: anything', '*/*'],
  ])('%s is answered', async (_title, accept) => {
    const answer = await bench.scim(`/Users/${user.id}`, { headers: { accept } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(scimJson);
  });
});

describe('RFC 7644 §3.12 errors', () => {
  test('RFC 7644 §3.12 a body that is too large is a 413', async () => {
    const large = { schemas: [urn.user], userName: bench.name(), title: 'x'.repeat(100_000) };
    expectError(await bench.scim('/Users', { method: 'POST', body: large }), 413);
  });

  test('RFC 7644 §3.12 every status is a SCIM error, also where nobody is known and nothing is there', async () => {
    for (const path of ['/Users/%00', '/nothing', '/Users?filter=x', '/Users?count=x', '/Schemas?filter=x']) {
      const answer = await bench.scim(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expectError(answer, answer.status, answer.body.scimType);
    }
    const nowhere = scimCaller(`${bench.running.url}/o/nowhere/scim/v2`, bench.token);
    expectError(await nowhere('/Users'), 404);
  });

  test('RFC 7644 §3.12 an error carries no more of the request than it must', async () => {
    const { body } = await bench.scim('/Users', {
      method: 'POST',
      body: { schemas: [urn.user], password: 'T0p-Secret!', active: 'T0p-Secret!' },
    });
    expect(body.status).toBe('400');
    expect(JSON.stringify(body)).not.toContain('T0p-Secret');
  });

  test.each([
    ['RFC 7644 §3.12 what is no HTTP', 'SCIM please\r\n\r\n', 400],
    ['RFC 7644 §3.12 an address beyond any sense', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`, 431],
    ['RFC 7644 §3.12 a length that contradicts itself', 'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n', 400],
  ])('%s is a SCIM error as well', async (_title, sent, status) => {
    const { hostname, port } = new URL(bench.endpoint);
    const socket = connect(Number(port), hostname);
    socket.write(sent);
    const [head, body] = (await text(socket)).split('\r\n\r\n') as [string, string];
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain(`Content-Type: ${scimJson}`);
    expect(JSON.parse(body)).toMatchObject({ schemas: [urn.error], status: String(status) });
  });

  test('RFC 7644 §3.12 what is no HTTP has no body either when asked by HEAD', async () => {
    const { hostname, port } = new URL(bench.endpoint);
    const socket = connect(Number(port), hostname);
    socket.write('HEAD / HTTP/9\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^{]*\r\n\r\n$/);
  });

  test('RFC 7644 §3.12 too many requests are a 429 with whole seconds to wait', async () => {
    const limited = await startBench({ LOCKSTEP_SCIM_RATE: '25' });
    const answers = await Promise.all(Array.from({ length: 200 }, () => limited.scim('/Users')));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expectError(answer, 429);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    }
    await limited.close();
  });
});

test('RFC 7644 §3.13 the version stands before the resource; no other version is served', async () => {
  expect(bench.endpoint).toMatch(/\/v2$/);
  for (const version of ['v1', 'v3', 'v2.1']) {
    const call = scimCaller(bench.endpoint.replace(/v2$/, version), bench.token);
    for (const path of ['', '/Users', `/Users/${user.id}`]) expectError(await call(path), 404);
    expectError(await call('/Users', { method: 'POST', body: { schemas: [urn.user], userName: 'v' } }), 404);
  }
  const unversioned = scimCaller(bench.endpoint.replace(/\/v2$/, ''), bench.token);
  expectError(await unversioned('/Users'), 404);
});

test('RFC 7644 §7.5.2 an address that holds a filter is not needed: .search takes it in a body', async () => {
  const search = { schemas: [urn.search], filter: `userName eq "${user.userName}"` };
  const { body } = await bench.scim('/Users/.search', { method: 'POST', body: search });
  expect(body.totalResults).toBe(1);
});
