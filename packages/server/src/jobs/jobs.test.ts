import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../storage/test-database.testing.ts';
import { startJobs, type Job, type Jobs } from './jobs.ts';

let database: TestDatabase;
const failures: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

function start(jobs: readonly Job[]): Jobs {
  return startJobs({ database, jobs, onError: (error) => failures.push(error), delay: 0 });
}

async function scheduled(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>('select name from jobs.schedule order by name');
  return rows.map(({ name }) => name);
}

test('jobs are scheduled in a schema of their own, run, and are stopped in order', async () => {
  let runs = 0;
  const one = { name: 'one', cron: '0 0 1 1 *', run: async () => void (runs += 1) };
  const broken = { name: 'broken', cron: '0 0 1 1 *', run: () => Promise.reject(new Error('this job is broken')) };
  const first = start([one, broken]);
  await first.started;
  expect(await scheduled()).toEqual(['broken', 'one']);
  await first.stop();

  // what was asked for is done by whoever looks next, and a job that exists no more is not
  const second = start([one]);
  await second.runSoon('one');
  await second.started;
  await second.stop();
  const third = start([one]);
  await vi.waitFor(() => expect(runs).toBe(1), { timeout: 120_000, interval: 100 });
  expect(await scheduled()).toEqual(['one']);
  await third.stop();
  expect(failures).toEqual([]);
  const { rows } = await database.pool.query(
    `select from pg_tables where schemaname = 'public' and tablename in ('job', 'queue', 'schedule', 'version')`,
  );
  expect(rows).toEqual([]);
});

test('a server that ends at once never began', async () => {
  const jobs = startJobs({ database, jobs: [], onError: (error) => failures.push(error), delay: 60_000 });
  await jobs.stop();
  await jobs.started;
  expect(failures).toEqual([]);
});
