import { createAdminClient, routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';
import { startOpenIdProvider, type OpenIdProvider } from './openid-provider.testing.ts';
import { addAdministrator, addOwnPage } from './people.testing.ts';

let running: TestServer;
let provider: OpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider();
  running = await startTestServer(provider.environment);
  provider.trust(running.url);
  await createTestOrganization(running, 'acme');
});
afterAll(async () => {
  await running.close();
  provider.close();
});

/** A browser as far as this needs one: cookies by host, and redirections one by one. */
class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookies(address: string): string {
    return [...(this.#cookies.get(new URL(address).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async go(address: string, form?: Record<string, string>): Promise<Response> {
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: this.cookies(address) },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    const jar = this.#cookies.get(new URL(address).host) ?? new Map<string, string>();
    this.#cookies.set(new URL(address).host, jar);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    return answer;
  }

  /** Follows redirections until an address stops to redirect or `stop` says so; gives that address. */
  async follow(address: string, stop: (address: string) => boolean): Promise<string> {
    let here = address;
    for (let step = 0; step < 10 && !stop(here); step += 1) {
      const location = (await this.go(here)).headers.get('location');
      if (location === null) return here;
      here = new URL(location, here).href;
    }
    return here;
  }
}

const isCallback = (address: string): boolean => address.includes('/session/sso/callback');

/** Signs in at the provider and gives the address that it sends the browser back to. */
async function visitProvider(visitor: Visitor, email: string): Promise<string> {
  const login = await visitor.follow(`${running.url}/api/v1/session/sso?next=/o/acme/account`, () => false);
  const after = await visitor.go(login, { prompt: 'login', login: email, password: 'any' });
  const consent = await visitor.follow(new URL(after.headers.get('location') ?? '', login).href, isCallback);
  if (isCallback(consent)) return consent;
  const agreed = await visitor.go(consent, { prompt: 'consent' });
  return visitor.follow(new URL(agreed.headers.get('location') ?? '', consent).href, isCallback);
}

async function whoIs(visitor: Visitor): Promise<string | undefined> {
  const call = createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin: running.url,
    headers: { cookie: visitor.cookies(running.url) },
  });
  return call(routes.getSession, { params: {} }).then(
    ({ administrator }) => administrator.email,
    () => undefined,
  );
}

test('an administrator whom the provider vouches for is signed in, and led back to where they were', async () => {
  const email = 'sso@acme.example';
  await addAdministrator(running, { org: 'acme', email, role: 'auditor' });
  for (let time = 0; time < 2; time += 1) {
    const visitor = new Visitor();
    const answer = await visitor.go(await visitProvider(visitor, email));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/o/acme/account']);
    expect(await whoIs(visitor)).toBe(email);
  }
});

test('nobody else is: strangers, addresses not verified, answers of another browser, answers that were used', async () => {
  await addAdministrator(running, { org: 'acme', email: 'new@acme.example', role: 'auditor' });
  for (const email of ['stranger@acme.example', 'new@acme.example']) {
    const visitor = new Visitor();
    const answer = await visitor.go(await visitProvider(visitor, email));
    expect(answer.headers.get('location')).toBe('/sign-in?failed=sso');
    expect(await whoIs(visitor)).toBeUndefined();
  }
  const [one, two] = [new Visitor(), new Visitor()];
  const callback = await visitProvider(one, 'sso@acme.example');
  expect((await two.go(callback)).headers.get('location')).toBe('/sign-in?failed=sso');
  await visitProvider(two, 'sso@acme.example');
  expect((await two.go(callback)).headers.get('location')).toBe('/sign-in?failed=sso');
  expect(await whoIs(two)).toBeUndefined();
  expect((await one.go(callback)).headers.get('location')).toBe('/o/acme/account');
  expect((await one.go(callback)).headers.get('location')).toBe('/sign-in?failed=sso');
});

test('somebody whose access has ended is told so at the sign-in page, and not signed in', async () => {
  const { user, email } = await addOwnPage(running, { org: 'acme', name: 'leaver' });
  await running.call(routes.updateUser, { params: { org: 'acme', user }, body: { active: false } });
  const visitor = new Visitor();
  const answer = await visitor.go(await visitProvider(visitor, email));
  expect(answer.headers.get('location')).toBe('/sign-in?failed=ended');
  expect(await whoIs(visitor)).toBeUndefined();
});

test('the way back never leads to another site', async () => {
  const visitor = new Visitor();
  const start = await visitor.go(`${running.url}/api/v1/session/sso?next=//evil.example`);
  expect(start.status).toBe(303);
  const { rows } = await running.database.pool.query<{ value: string }>(
    `select value from administrator_verifications where identifier like 'sso-%' order by created_at desc limit 1`,
  );
  expect(JSON.parse(rows[0]?.value ?? '{}')).toMatchObject({ next: '/' });
});

test('a provider that does not answer leads back to the sign-in page', async () => {
  const issuer = 'http://127.0.0.1:9';
  const alone = await startTestServer({ ...provider.environment, LOCKSTEP_OIDC_ISSUER: issuer });
  const answer = await fetch(`${alone.url}/api/v1/session/sso?next=/`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?failed=sso']);
  await alone.close();
});
