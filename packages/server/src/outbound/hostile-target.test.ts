import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { authority, client, server as serverCertificate } from './testing/certificates.testing.ts';
import { startFaultyTarget, type Fault, type FaultyTarget } from './testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;
let serial = 0;

beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterEach(async () => {
  await bench.outbound.commands.deleteApplication(place, actor);
  await target.close();
});

const answer = (status: number, body: string, headers: Record<string, string> = {}): Fault => ({
  kind: 'answer',
  status,
  body,
  headers,
});
const list = (...resources: readonly unknown[]): string =>
  JSON.stringify({ totalResults: resources.length, Resources: resources });

async function assigned(): Promise<string> {
  const id = await bench.addUser(`victim-${(serial += 1)}`);
  await bench.followed();
  await bench.assign(place, id);
  return id;
}

/** Everything that the engine wrote down of the pair and the application. */
async function written(): Promise<string> {
  const { rows } = await bench.database.pool.query<{ all: string }>(
    `select coalesce(string_agg(a::text, ''), '') || (select coalesce(string_agg(p::text, ''), '') from app_users p) as all
     from applications a`,
  );
  return rows[0]?.all ?? '';
}

describe('a hostile target', () => {
  const deep = '['.repeat(200_000);
  it.each<[string, Fault]>([
    ['an answer without end', answer(200, `{"Resources":"${'x'.repeat(5_000_000)}`)],
    ['an answer without ground', answer(200, `{"Resources":${deep}`)],
    ['a list of everything but users', answer(200, list(null, 5, 'x', [], { id: {} }, { id: '..', userName: {} }))],
    ['a total that is none', answer(200, '{"totalResults":"many","Resources":7}')],
    ['members that reach for the prototype', answer(200, '{"__proto__":{"id":"1"},"constructor":{"prototype":{}}}')],
    ['a page with a script', answer(200, '<script>alert(1)</script>', { 'content-type': 'text/html' })],
    ['a redirect', answer(307, '', { location: 'http://169.254.169.254/latest/meta-data' })],
    ['a wait of centuries', answer(429, '', { 'retry-after': '999999999' })],
  ])('with %s: nobody is lost, and all is well when it ends', async (_name, fault) => {
    target.fault = () => fault;
    const id = await assigned();
    await vi.waitFor(async () => {
      const application = await bench.outbound.queries.getApplication(place);
      const pair = await bench.pair(place, id);
      expect(application?.pause !== undefined || pair?.error !== undefined).toBe(true);
    });
    target.fault = () => undefined;
    await bench.outbound.commands.retryAppUsers(place, actor);
    await bench.quiet();
    expect([...target.accounts.values()]).toMatchObject([{ externalId: id, active: true }]);
    expect(Object.keys({})).toEqual([]);
  });

  it.each(['..', '.', '', 42, null, { $ref: 'x' }, 'x'.repeat(5000), 'a\nb'])(
    'never uses %j for an id',
    async (remoteId) => {
      target.fault = (method) =>
        method === 'POST' ? answer(201, JSON.stringify({ id: remoteId, userName: 'x' })) : undefined;
      const id = await assigned();
      await vi.waitFor(async () => expect((await bench.pair(place, id))?.error).toBeDefined());
      target.fault = () => undefined;
      await bench.quiet();
      expect(await bench.pair(place, id)).toMatchObject({ remoteId: [...target.accounts.keys()][0] });
      const paths = target.log.lines().map((line) => line.split('?')[0]);
      expect(new Set(paths)).toEqual(new Set(['GET /scim/v2/Users', 'POST /scim/v2/Users']));
    },
  );

  it('keeps an id with slashes in its place', async () => {
    const id = await assigned();
    await bench.quiet();
    const [account] = target.accounts.values();
    if (account === undefined) throw new TypeError('There is no account.');
    target.accounts.clear();
    const path = '../../admin?x=#y';
    target.accounts.set(path, { ...account, id: path });
    await bench.editUser(id, { displayName: 'First' });
    await bench.quiet();
    await bench.editUser(id, { displayName: 'Second' });
    await bench.quiet();
    expect(target.accounts.get(path)).toMatchObject({ displayName: 'Second' });
  });

  it('that sends back the token does not get it written down', async () => {
    for (const status of [400, 401, 403, 500]) {
      target.fault = () => answer(status, `{"detail":"You sent Bearer ${target.token}."}`);
      await assigned();
      await vi.waitFor(async () => expect(await written()).toContain('You sent Bearer •••.'));
      await bench.outbound.commands.retryAppUsers(place, actor);
    }
    expect(await written()).not.toContain(target.token);
    const test = await bench.outbound.commands.testCredentials(place, {});
    expect(JSON.stringify(test)).not.toContain(target.token);
  });
});

describe('credentials', () => {
  it('of each kind are sent as they are meant, and a saved secret stays with its kind and server', async () => {
    const { updateApplication, testCredentials } = bench.outbound.commands;
    const seen: string[] = [];
    target.onHeaders = (headers) => seen.push(headers['x-api-key']?.toString() ?? headers.authorization ?? '');
    const basic = { kind: 'basic', userName: 'käthe' } as const;
    await updateApplication(place, { credential: { kind: 'header', header: 'X-API-Key' } }, actor);
    await testCredentials(place, {});
    expect(await updateApplication(place, { credential: basic }, actor)).toEqual({ kind: 'credentials_missing' });
    expect(await testCredentials(place, { credential: basic })).toMatchObject({
      test: { ok: false, finding: 'credentials-needed' },
    });
    await updateApplication(place, { credential: basic, apiToken: 'pässword' }, actor);
    await testCredentials(place, {});
    expect(seen).toEqual([target.token, `Basic ${Buffer.from('käthe:pässword').toString('base64')}`]);
    const application = await bench.outbound.queries.getApplication(place);
    expect(application).toMatchObject({ credential: basic, credentialSet: true });
    expect(JSON.stringify(application)).not.toContain('pässword');
  });

  it('by OAuth: the secret goes to its authorization server alone, and a refused token is renewed', async () => {
    const tokenUrl = `${target.baseUrl}/token`;
    let issued = 0;
    target.fault = (method, path) => {
      if (!path.endsWith('/token')) return undefined;
      target.expect(`token-${(issued += 1)}`);
      return answer(200, JSON.stringify({ access_token: `token-${issued}`, expires_in: 3600 }));
    };
    const oauth = { kind: 'oauth-client', tokenUrl, clientId: 'me' } as const;
    const { updateApplication } = bench.outbound.commands;
    await updateApplication(place, { credential: oauth, apiToken: 'client-secret' }, actor);
    const id = await assigned();
    await bench.quiet();
    target.expect('revoked meanwhile');
    await bench.editUser(id, { displayName: 'Renewed' });
    await bench.quiet();
    expect([...target.accounts.values()]).toMatchObject([{ displayName: 'Renewed' }]);
    expect(issued).toBe(2);
    const elsewhere = { ...oauth, tokenUrl: 'https://evil.example.test/token' };
    expect(await updateApplication(place, { credential: elsewhere }, actor)).toEqual({ kind: 'credentials_missing' });
    expect(await written()).not.toMatch(/client-secret|token-\d/);
  });
});

describe('certificates', () => {
  it('of an own authority and of the client make a strict server reachable; wrong ones are refused', async () => {
    const seen: string[] = [];
    const secure = createSecureServer(
      { cert: serverCertificate.certificate, key: serverCertificate.key, requestCert: true, ca: authority },
      (request, response) => {
        seen.push(request.url ?? '');
        response.end(list());
      },
    );
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const baseUrl = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/scim`;
    const { testCredentials, updateApplication } = bench.outbound.commands;
    await updateApplication(place, { baseUrl, apiToken: 'token-of-tls' }, actor);
    const id = await assigned();
    await vi.waitFor(async () => {
      const application = await bench.outbound.queries.getApplication(place);
      expect(application?.pause?.message).toContain('no secure connection');
    });
    expect(await bench.pair(place, id)).toMatchObject({ status: 'STAGED' });
    expect(await testCredentials(place, {})).toMatchObject({ test: { ok: false, finding: 'tls' } });
    const tls = { caCertificate: authority, clientCertificate: client.certificate, clientKey: client.key };
    expect(await updateApplication(place, { tls: { caCertificate: 'no certificate' } }, actor)).toEqual({
      kind: 'certificate_invalid',
      part: 'caCertificate',
    });
    const mixed = { ...tls, clientKey: serverCertificate.key };
    expect(await updateApplication(place, { tls: mixed }, actor)).toMatchObject({ part: 'clientKey' });
    expect(seen).toEqual([]);
    await updateApplication(place, { tls, apiIntegration: false }, actor);
    expect(await testCredentials(place, {})).toMatchObject({ test: { ok: true } });
    expect(await bench.outbound.queries.getApplication(place)).toMatchObject({
      tls: { caCertificate: true, clientCertificate: true },
    });
    expect(await written()).not.toContain('PRIVATE KEY');
    await new Promise((resolve) => secure.close(resolve).closeAllConnections());
  });
});
