import { AdminApiError, createAdminClient, routes, type AdminClient, type Scope } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
const params = { org: 'acme' };
beforeAll(async () => {
  running = await startTestServer();
  for (const slug of ['acme', 'other']) await createTestOrganization(running, slug);
});
afterAll(() => running.close());

function clientOf(key: string): AdminClient {
  return createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin: running.url,
    headers: { authorization: `Bearer ${key}`, 'user-agent': 'a script/1.0' },
  });
}

async function makeKey(scopes: Scope[], validity: { days: number } | 'never' = 'never') {
  const made = await running.call(routes.createApiKey, { params, body: { notes: 'payroll', validity, scopes } });
  return { ...made, call: clientOf(made.key) };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AdminApiError) return error.problem.code;
    throw error;
  }
  return 'none';
}

test('a key does what its scopes say, in its organization, and shows in the feed by its notes', async () => {
  const { id, call } = await makeKey(['directory:write']);
  const user = await call(routes.createUser, { params, body: { loginName: 'ada', displayName: 'Ada' } });
  expect(await call(routes.listUsers, { params })).toMatchObject({ total: 1 });
  expect(await codeOf(call(routes.getConnection, { params: { ...params, connection: 'default' } }))).toBe(
    'scope_missing',
  );
  expect(await codeOf(call(routes.listUsers, { params: { org: 'other' } }))).toBe('not_found');
  const { organizations } = await call(routes.listOrganizations, { params: {} });
  expect(organizations.map(({ slug }) => slug)).toEqual(['acme']);
  expect(await codeOf(call(routes.createOrganization, { params: {}, body: { slug: 'more', name: 'More' } }))).toBe(
    'forbidden',
  );
  const { actor } = await running.database.db
    .selectFrom('changes')
    .select('actor')
    .where('resource_id', '=', user.id)
    .executeTakeFirstOrThrow();
  expect(actor).toMatchObject({ kind: 'api-key', id, name: 'payroll' });
});

test('the list shows whence and by what a key was used last, page by page, and never the secret', async () => {
  const made = [await makeKey(['settings:read']), await makeKey(['settings:read']), await makeKey(['settings:read'])];
  await made[0]?.call(routes.getOrganization, { params });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await running.call(routes.listApiKeys, { params, query: { limit: 2, cursor } });
    for (const { key } of made) expect(JSON.stringify(page)).not.toContain(key);
    seen.push(...page.apiKeys.map(({ id }) => id));
    const used = page.apiKeys.find(({ id }) => id === made[0]?.id);
    if (used !== undefined) expect(used).toMatchObject({ lastUsedClient: 'a script/1.0', state: 'usable' });
    cursor = page.next;
  } while (cursor !== undefined);
  expect(seen).toEqual(seen.toSorted().reverse());
  expect(seen).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  const { rows } = await running.database.pool.query<{ all: string }>('select api_keys::text as all from api_keys');
  for (const { key } of made) expect(rows.map((row) => row.all).join('\n')).not.toContain(key);
});

describe('a key ends', () => {
  test('when it is disabled; then it can be deleted, and not before', async () => {
    const { id, call } = await makeKey(['settings:read']);
    const key = { ...params, key: id };
    expect(await codeOf(running.call(routes.deleteApiKey, { params: key }))).toBe('api_key_not_disabled');
    await running.call(routes.setApiKeyEnabled, { params: key, body: { enabled: false } });
    expect(await codeOf(call(routes.getOrganization, { params }))).toBe('not_signed_in');
    await running.call(routes.setApiKeyEnabled, { params: key, body: { enabled: true } });
    expect(await call(routes.getOrganization, { params })).toMatchObject({ slug: 'acme' });
    await running.call(routes.setApiKeyEnabled, { params: key, body: { enabled: false } });
    await running.call(routes.deleteApiKey, { params: key });
    expect(await codeOf(call(routes.getOrganization, { params }))).toBe('not_signed_in');
    expect(await codeOf(running.call(routes.deleteApiKey, { params: key }))).toBe('not_found');
  });

  test('when its validity period is over', async () => {
    const { id, call } = await makeKey(['settings:read'], { days: 1 });
    expect(await call(routes.getOrganization, { params })).toMatchObject({ slug: 'acme' });
    await running.database.pool.query(`update api_keys set expires_at = now() where id = $1`, [id]);
    expect(await codeOf(call(routes.getOrganization, { params }))).toBe('not_signed_in');
  });
});

test('nobody gives a key more than they have', async () => {
  const { call } = await makeKey(['security:write', 'directory:read']);
  const make = (scopes: Scope[]): Promise<string> =>
    codeOf(call(routes.createApiKey, { params, body: { notes: '', validity: 'never', scopes } }));
  expect(await make(['directory:read', 'security:read'])).toBe('none');
  expect(await make(['directory:read', 'directory:write'])).toBe('scope_missing');
});

test('the type of a body that is not sent, which many clients name, does no harm', async () => {
  const { key, call } = await makeKey(['directory:write']);
  const { id } = await call(routes.createGroup, { params, body: { displayName: 'Short-lived' } });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const groups = `${running.url}/api/v1/organizations/acme/groups`;
  expect((await fetch(`${groups}/${id}`, { method: 'DELETE', headers })).status).toBe(204);
  expect((await fetch(groups, { method: 'POST', headers })).status).toBe(400);
});

test('the secret of a token is in one answer and nowhere else', async () => {
  const params = { org: 'acme', connection: 'default' };
  const { token } = await running.call(routes.createApiToken, { params, body: { notes: 'n', validity: 'never' } });
  expect(JSON.stringify(await running.call(routes.listApiTokens, { params }))).not.toContain(token);
  for (const table of ['api_tokens', 'changes']) {
    const { rows } = await running.database.pool.query<{ all: string }>(`select ${table}::text as all from ${table}`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.all).join('\n')).not.toContain(token);
  }
});
