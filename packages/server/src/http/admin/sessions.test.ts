import { routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import { addAdministrator, password } from './people.testing.ts';
import { expectProblem, rawRequests } from './raw-requests.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());
const { send, post, signIn } = rawRequests(running);
await createTestOrganization(running, 'acme');
await addAdministrator(running, { org: 'acme', email: 'ann@acme.example', role: 'organization_administrator' });

describe('sessions', () => {
  test('a wrong password and an unknown address get the same answer', async () => {
    for (const email of ['ann@acme.example', 'nobody@acme.example', 'no address']) {
      await expectProblem(await post('/session', { email, password: 'wrong' }), 401, 'wrong_sign_in');
    }
  });

  test('sign in, see the own organizations, sign out', async () => {
    const headers = await signIn('ANN@acme.example');
    const session = await (await send('/session', { headers })).json();
    expect(session).toEqual({
      administrator: { id: expect.any(String), name: 'ann@acme.example', email: 'ann@acme.example' },
      organizations: [
        {
          slug: 'acme',
          name: 'acme',
          role: 'organization_administrator',
          scopes: expect.arrayContaining(['security:write']),
        },
      ],
    });
    expect((await send('/session', { method: 'DELETE', headers })).status).toBe(204);
    await expectProblem(await send('/session', { headers }), 401, 'not_signed_in');
  });

  test('the cookie is for this server and its pages alone', async () => {
    const cookies = (await post('/session', { email: 'ann@acme.example', password })).headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
  });

  test('a change by cookie that another site sends is refused, and changes nothing', async () => {
    const { cookie = '' } = await signIn('ann@acme.example');
    const change = (origin: Record<string, string>): Promise<Response> =>
      send('/organizations/acme/connections/default/propagation', {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json', ...origin },
        body: JSON.stringify({ propagation: false }),
      });
    await expectProblem(await change({ origin: 'https://evil.example' }), 403, 'forbidden');
    await expectProblem(await change({}), 403, 'forbidden');
    const params = { org: 'acme', connection: 'default' };
    expect((await running.call(routes.getConnection, { params })).propagation).toBe(true);
    expect((await change({ origin: running.url })).status).toBe(200);
    await running.call(routes.setPropagation, { params, body: { propagation: true } });
  });

  test('a wrong bearer is nobody, even beside a good cookie', async () => {
    const headers = { ...(await signIn('ann@acme.example')), authorization: 'Bearer wrong' };
    await expectProblem(await send('/session', { headers }), 401, 'not_signed_in');
  });

  test('failed sign-ins close the door for a while', async () => {
    const email = 'guessed@acme.example';
    for (let attempt = 0; attempt < 10; attempt += 1) await post('/session', { email, password: 'wrong' });
    const answer = await post('/session', { email, password: 'wrong' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectProblem(answer, 429, 'too_many_requests');
    await signIn('ann@acme.example');
  });
});
