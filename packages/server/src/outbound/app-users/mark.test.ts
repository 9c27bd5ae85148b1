import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { createBench, type Bench } from '../testing/bench.testing.ts';
import { markUsers } from './mark.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await createBench();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await bench.close();
});

const clients: pg.Client[] = [];

/** A transaction of another connection. */
async function begin(): Promise<{ readonly client: pg.Client; readonly pid: number }> {
  const client = new pg.Client(bench.database.connection);
  clients.push(client);
  await client.connect();
  await client.query('begin');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return { client, pid: rows[0]?.pid ?? 0 };
}

/** Resolves when somebody waits for what that connection holds. */
const waitedFor = (pid: number) =>
  vi.waitFor(async () => {
    const { rows } = await bench.database.pool.query(
      'select from pg_stat_activity where datname = current_database() and $1 = any(pg_blocking_pids(pid))',
      [pid],
    );
    expect(rows).toHaveLength(1);
  });

async function idOf(place: ApplicationPlace): Promise<string> {
  const { id } = await bench.database.db
    .selectFrom('applications')
    .select('id')
    .where('slug', '=', place.slug)
    .executeTakeFirstOrThrow();
  return id;
}

it('marks a pair that came after the others were locked, though somebody is just changing it', async () => {
  const [first, second] = [
    await bench.addApplication({ baseUrl: 'http://127.0.0.1:9/', token: 'x' }, { apiIntegration: false }),
    await bench.addApplication({ baseUrl: 'http://127.0.0.1:9/', token: 'x' }, { apiIntegration: false }),
  ];
  const user = await bench.addUser('ada');
  await bench.followed();
  await bench.assign(first, user);
  await bench.outbound.stop();
  const [one, two] = [await idOf(first), await idOf(second)];

  const [holder, mover] = [await begin(), await begin()];
  await holder.client.query('select from app_users where application_id = $1 for update', [one]);
  const marked = bench.database.db
    .transaction()
    .execute((transaction) => markUsers(transaction, bench.organizationId, [user]));
  await waitedFor(holder.pid);
  // the locks are being taken: this pair is not among them
  await bench.database.pool.query(
    `insert into app_users (organization_id, application_id, user_id, login_name, display_name, assigned, wanted)
     select organization_id, $1, user_id, login_name, display_name, true, true from app_users where application_id = $2`,
    [two, one],
  );
  await mover.client.query("update app_users set display_name = 'Moved' where application_id = $1", [two]);
  await holder.client.query('commit');
  await waitedFor(mover.pid);
  await mover.client.query('commit');

  expect(new Set(await marked)).toEqual(new Set([one, two]));
  // nobody assigned the second
  const { rows } = await bench.database.pool.query(
    'select assigned, wanted, display_name, next_attempt_at is not null as due from app_users where application_id = $1',
    [two],
  );
  expect(rows).toEqual([{ assigned: false, wanted: false, display_name: 'ada', due: true }]);
});
