import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readConfig } from './config/read-config.ts';
import { startServer, type RunningServer } from './main.ts';
import { createTestDatabase, type TestDatabase } from './storage/test-database.testing.ts';
import { adminToken, createTestOrganization, startTestServer } from './test-server.testing.ts';

let database: TestDatabase;
let data: string;

beforeAll(async () => {
  database = await createTestDatabase();
  data = await mkdtemp(join(tmpdir(), 'lockstep-sample-'));
  await chmod(data, 0o755);
});
afterAll(async () => {
  await database.close();
  await rm(data, { recursive: true, force: true });
});

function startSample(port: string): Promise<RunningServer> {
  const config = readConfig(
    { port, data, databaseUrl: database.url, sample: true },
    { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_LOG_LEVEL: 'error' },
  );
  return startServer(config, () => {});
}

/**
 * What only a change of something moves. Not when a pair was last found in step: the feed may have the last of them
 * looked at once more, after which nothing is sent.
 */
async function footprint(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from changes) as changes, (select count(*) from api_tokens) as tokens,
      (select count(*) from users) as users, (select max(version) from users) as version,
      (select count(*) from app_users) as pairs, (select count(*) from administrators) as administrators`.execute(
    database.db,
  );
  return rows[0];
}

test('the sample pushes sixty people, a second start changes nothing, an edit arrives', async () => {
  const first = await startSample('0');
  expect(first.firstSignIn?.email).toBe('admin@lockstep.local');
  await first.sample?.untilInStep(() => {});
  expect(await first.sample?.readProgress()).toMatchObject({ total: 60, synchronized: 60, failed: 0 });
  const { rows } = await sql<{ same: number }>`
    select count(*)::integer as same
    from users source join organizations a on a.id = source.organization_id and a.slug = 'acme'
    join users target on target.user_name = source.user_name and target.display_name = source.display_name
      and target.active = source.active and (target.resource -> 'name')::jsonb = (source.resource -> 'name')::jsonb
      and target.resource #>> '{emails,0,value}' = source.resource #>> '{emails,0,value}'
    join organizations b on b.id = target.organization_id and b.slug = 'example'`.execute(database.db);
  expect(rows[0]?.same).toBe(60);
  const before = await footprint();
  await first.close();

  const second = await startSample(new URL(first.url).port);
  expect(second.firstSignIn).toEqual(first.firstSignIn);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await footprint()).toEqual(before);

  const call = createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin: second.url,
    headers: { authorization: `Bearer ${adminToken}` },
  });
  const find = async (org: string): Promise<{ id: string; displayName: string } | undefined> =>
    (await call(routes.listUsers, { params: { org }, query: { loginName: 'hana.mori' } })).users[0];
  const hana = await find('acme');
  await call(routes.updateUser, { params: { org: 'acme', user: hana?.id ?? '' }, body: { displayName: '森 ハナ' } });
  await vi.waitFor(async () => expect((await find('example'))?.displayName).toBe('森 ハナ'));
  await second.close();
});

test('stopping finishes the requests that are under way, and waits for nobody who asked nothing', async () => {
  const running = await startTestServer();
  const { scim } = await createTestOrganization(running, 'acme');
  const { body } = await scim('/Users', { method: 'POST', body: { userName: 'ann' } });
  const locked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const holder = (async () => {
    const client = await running.database.pool.connect();
    await client.query('begin');
    await client.query('select from users for update');
    locked.resolve();
    await release.promise;
    await client.query('commit');
    client.release();
  })();
  await locked.promise;
  const operations = [{ op: 'replace', path: 'active', value: false }];
  const answer = scim(`/Users/${body.id}`, { method: 'PATCH', body: { Operations: operations } });
  await vi.waitFor(async () => {
    const { rows } = await running.database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(1);
  });
  const silent = connect({ port: Number(new URL(running.url).port), host: '127.0.0.1' });
  await once(silent, 'connect');
  // a request on another connection, since the server takes them in the order in which they came
  await scim('/ServiceProviderConfig');
  const heard: Buffer[] = [];
  silent.on('data', (bytes) => heard.push(bytes));
  const closing = running.server.close();
  await once(silent, 'close');
  // else it was told, a minute later, that it took too long
  expect(heard).toEqual([]);
  release.resolve();
  await holder;
  expect(await answer).toMatchObject({ status: 200, body: { active: false } });
  await closing;
  await expect(scim('/Users')).rejects.toThrow('fetch failed');
  await running.close();
});
