import { problemSchema, routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';
import { addAdministrator, clientWith, codeOf, cookiesOf, password, post } from './people.testing.ts';
import { totpCode } from './totp.testing.ts';

let running: TestServer;
const org = 'acme';
beforeAll(async () => {
  running = await startTestServer();
  await createTestOrganization(running, org);
});
afterAll(() => running.close());

const person = (email: string) => addAdministrator(running, { org, email, role: 'auditor' });
const signIn = (email: string, secret = password) => post(running, '/session', { email, password: secret });
const none = { params: {} };

async function expectCode(answer: Response, status: number, code: string): Promise<void> {
  expect(problemSchema.parse(await answer.json())).toMatchObject({ status, code });
}

describe('codes of an authenticator app', () => {
  test('are asked for after the password, once they were confirmed; a backup code works once', async () => {
    const email = 'totp@acme.example';
    const { cookie, call } = await person(email);
    expect(await codeOf(call(routes.prepareTotp, { params: {}, body: { password: 'wrong' } }))).toBe('wrong_secret');
    const { uri, backupCodes } = await call(routes.prepareTotp, { params: {}, body: { password } });
    expect(uri).toMatch(/^otpauth:\/\/totp\/Lockstep/);
    expect((await signIn(email)).status).toBe(200);
    expect(await codeOf(call(routes.confirmTotp, { params: {}, body: { code: '000000' } }))).toBe('wrong_secret');
    const confirmed = await post(running, '/account/totp/confirm', { code: totpCode(uri) }, cookie);
    expect(confirmed.status).toBe(204);
    const own = clientWith(running, cookiesOf(confirmed));
    expect(await own(routes.getAccount, none)).toMatchObject({ totp: true });

    const first = await signIn(email);
    const half = cookiesOf(first);
    await expectCode(first, 401, 'code_needed');
    expect(await codeOf(clientWith(running, half)(routes.getSession, none))).toBe('not_signed_in');
    await expectCode(await post(running, '/session/code', { code: '000000' }, half), 400, 'wrong_secret');
    await expectCode(await post(running, '/session/code', { code: totpCode(uri) }), 400, 'wrong_secret');
    const second = await post(running, '/session/code', { code: totpCode(uri) }, half);
    expect(second.status).toBe(200);
    expect(await clientWith(running, cookiesOf(second))(routes.getSession, none)).toMatchObject({
      administrator: { email },
    });

    const [backup = ''] = backupCodes;
    const useBackup = async (): Promise<number> =>
      (await post(running, '/session/code', { code: backup }, cookiesOf(await signIn(email)))).status;
    expect([await useBackup(), await useBackup()]).toEqual([200, 400]);
    const { rows } = await running.database.pool.query<{ all: string }>(
      'select t::text as all from administrator_totp t',
    );
    const secret = new URL(uri).searchParams.get('secret') ?? '';
    for (const { all } of rows) for (const text of [secret, ...backupCodes]) expect(all).not.toContain(text);

    await own(routes.disableTotp, { params: {}, body: { password } });
    expect((await signIn(email)).status).toBe(200);
  });
});

test('sessions are listed, ended one by one, and everywhere', async () => {
  const email = 'sessions@acme.example';
  const { call } = await person(email);
  const other = clientWith(running, cookiesOf(await signIn(email)));
  const stranger = await person('stranger@acme.example');
  const { sessions } = await call(routes.getAccount, none);
  expect(sessions.map(({ current }) => current)).toEqual([false, true]);
  const params = { session: sessions[0]?.id ?? '' };
  expect(await codeOf(stranger.call(routes.endSession, { params }))).toBe('not_found');
  expect(await codeOf(other(routes.getSession, none))).toBe('none');
  await call(routes.endSession, { params });
  expect(await codeOf(other(routes.getSession, none))).toBe('not_signed_in');
  const third = clientWith(running, cookiesOf(await signIn(email)));
  await third(routes.endAllSessions, none);
  expect(await codeOf(third(routes.getSession, none))).toBe('not_signed_in');
  expect(await codeOf(call(routes.getSession, none))).toBe('not_signed_in');
  expect(await codeOf(stranger.call(routes.getSession, none))).toBe('none');
});

test('a session keeps the address that it was opened from, whatever the client says of it', async () => {
  const email = 'address@acme.example';
  const { call } = await person(email);
  await fetch(`${running.url}/api/v1/session`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: running.url,
      'x-forwarded-for': '192.0.2.1',
      'x-lockstep-address': '192.0.2.2',
    },
    body: JSON.stringify({ email, password }),
  });
  const { sessions } = await call(routes.getAccount, none);
  expect(sessions.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.1']);
});

test('a new password ends the other sessions; the old one is needed for it, and works no more', async () => {
  const email = 'password@acme.example';
  const { call, cookie } = await person(email);
  const other = clientWith(running, cookiesOf(await signIn(email)));
  const wanted = 'another horse battery';
  const change = (current: string, next: string): Promise<string> =>
    codeOf(call(routes.changePassword, { params: {}, body: { current, wanted: next } }));
  expect(await change('wrong', wanted)).toBe('wrong_secret');
  expect(await change(password, 'short')).toBe('invalid_request');
  const changed = await fetch(`${running.url}/api/v1/account/password`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', cookie, origin: running.url },
    body: JSON.stringify({ current: password, wanted }),
  });
  expect(changed.status).toBe(204);
  expect(await codeOf(clientWith(running, cookiesOf(changed))(routes.getSession, none))).toBe('none');
  expect(await codeOf(other(routes.getSession, none))).toBe('not_signed_in');
  await expectCode(await signIn(email), 401, 'wrong_sign_in');
  expect((await signIn(email, wanted)).status).toBe(200);
});

test('an API key has no account, and a passkey that nobody made opens nothing', async () => {
  const body = { notes: '', validity: 'never' as const, scopes: ['security:write' as const] };
  const { key } = await running.call(routes.createApiKey, { params: { org }, body });
  const answer = await fetch(`${running.url}/api/v1/account`, { headers: { authorization: `Bearer ${key}` } });
  await expectCode(answer, 403, 'forbidden');
  const { challenge } = await running.call(routes.offerPasskeySignIn, { params: {}, body: {} });
  const response = { id: 'bm9uZQ', rawId: 'bm9uZQ', type: 'public-key', response: {}, clientExtensionResults: {} };
  await expectCode(await post(running, '/session/passkey', { challenge, response }), 401, 'wrong_sign_in');
});
