import { problemSchema, routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminToken, createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
const params = { org: 'acme' };
beforeAll(async () => {
  running = await startTestServer();
  await createTestOrganization(running, 'acme');
});
afterAll(() => running.close());

function post(path: string, body: unknown, key: string, secret = adminToken): Promise<Response> {
  return fetch(`${running.url}/api/v1/organizations/acme${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
}
const user = (loginName: string) => ({ loginName, displayName: loginName });
const newKey = { notes: 'once', validity: 'never', scopes: ['directory:write'] };

describe('a creation with an Idempotency-Key', () => {
  test('is done once however many ask at once, and each gets the same answer', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/api-keys', newKey, 'many')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    const { apiKeys } = await running.call(routes.listApiKeys, { params });
    expect(apiKeys.filter(({ notes }) => notes === 'once')).toHaveLength(1);
    const { rows } = await running.database.pool.query<{ all: string }>(
      'select i::text as all from idempotency_keys i',
    );
    expect(rows.length).toBeGreaterThan(0);
    const { key } = JSON.parse(texts[0] ?? '') as { key: string };
    for (const { all } of rows) expect(all).not.toContain(key);
  });

  test('for something else under the same key is refused, and nothing is created', async () => {
    expect((await post('/users', user('first'), 'reused')).status).toBe(201);
    for (const [path, body] of [
      ['/users', user('second')],
      ['/api-keys', newKey],
    ] as const) {
      const refused = await post(path, body, 'reused');
      expect(problemSchema.parse(await refused.json())).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    }
    expect((await running.call(routes.listUsers, { params, query: { loginName: 'second' } })).users).toEqual([]);
  });

  test('that was refused is tried again; the key of one caller says nothing to another', async () => {
    expect((await post('/users', user('taken'), 'a')).status).toBe(201);
    expect((await post('/users', user('taken'), 'b')).status).toBe(409);
    const { users } = await running.call(routes.listUsers, { params, query: { loginName: 'taken' } });
    await running.call(routes.deleteUser, { params: { ...params, user: users[0]?.id ?? '' } });
    expect((await post('/users', user('taken'), 'b')).status).toBe(201);
    const { key } = (await (await post('/api-keys', newKey, 'for-another')).json()) as { key: string };
    expect((await post('/users', user('taken'), 'a', key)).status).toBe(409);
  });

  test('is forgotten after a day, and a key that is none is refused', async () => {
    expect((await post('/users', user('day'), 'day')).status).toBe(201);
    await running.database.pool.query(`update idempotency_keys set expires_at = now() where key = 'day'`);
    expect((await post('/users', user('day'), 'day')).status).toBe(409);
    const { rows } = await running.database.pool.query(`select 1 from idempotency_keys where expires_at <= now()`);
    expect(rows).toEqual([]);
    expect((await post('/users', user('long'), 'x'.repeat(201))).status).toBe(400);
  });
});
