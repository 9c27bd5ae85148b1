import { builtInTypes } from '../custom-types/compile-types.ts';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FeedSignal } from '../../changes/feed-signal.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { TypeRegistry } from '../custom-types/type-registry.ts';
import { createGroupLane } from '../groups/group-lane.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import { createUserLane } from '../users/user-lane.ts';
import type { JobContext } from './job-context.ts';
import { startJobWorker } from './job-worker.ts';
import { deleteOldJobs, listJobFailures } from './list-jobs.ts';
import { runJob } from './run-job.ts';
import { cancelJob, findJob, mostOpenJobs, startBulk, startImport } from './start-job.ts';
import type { UserJob } from './user-job.ts';

const actor = { kind: 'system', name: 'test' } as const;
const failures: unknown[] = [];
let database: TestDatabase;
let context: JobContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const signal = new FeedSignal();
  const types = new TypeRegistry(database.db);
  context = {
    database,
    signal,
    writeUser: createUserLane(database, signal, types),
    writeGroup: createGroupLane(database, signal),
    types,
    secretsKey: Buffer.alloc(32),
    editCheck: async () => () => {},
    onError: (error) => failures.push(error),
  };
});
afterAll(() => database.close());

const rows = (count: number) => Array.from({ length: count }, (_, index) => `u${index},U`);

async function begin(organizationId: string, lines: readonly string[]): Promise<UserJob> {
  const text = `loginName,displayName\n${lines.join('\n')}\n`;
  const job = await startImport(database.db, { organizationId, actor }, text, { types: builtInTypes });
  if (job === undefined) throw new Error('There are too many jobs.');
  return job;
}

const read = (job: UserJob) => findJob(database.db, job.organizationId, job.id);
const once = () => runJob(context, () => true);
const whole = () => runJob(context, () => false);
const leave = () => database.pool.query(`update user_jobs set lease_until = null`);

async function countUsers(organizationId: string): Promise<number> {
  const users = database.db.selectFrom('users').select('id').where('organization_id', '=', organizationId);
  return (await users.execute()).length;
}

test('a job that a server left goes on where it was, on another one, and nobody is done twice', async () => {
  const place = await addOrganization(database, 'restarted');
  const job = await begin(place, [',Nobody', ...rows(600)]);
  // this server stops after each step
  expect(await once()).toBe(true);
  expect(await read(job)).toMatchObject({ state: 'running', total: 601, done: 1 });
  expect(await once()).toBe(true);
  expect(await read(job)).toMatchObject({ done: 251, counts: { created: 250, failed: 1 } });

  // this one dies with the job in its hands; nobody else takes it before its lease is over
  const lease = (until: string) =>
    database.pool.query(`update user_jobs set lease_owner = gen_random_uuid(), lease_until = now() + $1::interval`, [
      until,
    ]);
  await lease('1 hour');
  expect(await whole()).toBe(false);
  await lease('0 seconds');
  const worker = startJobWorker(context, 50);
  await vi.waitFor(async () => expect(await read(job)).toMatchObject({ state: 'finished' }), { timeout: 60_000 });
  await worker.stop();
  expect(await read(job)).toMatchObject({ done: 601, counts: { created: 600, changed: 0, unchanged: 0, failed: 1 } });
  expect(await countUsers(place)).toBe(600);
  expect(await listJobFailures(database.db, job, { after: 0, limit: 10 })).toMatchObject([
    { number: 1, line: 2, code: 'login_name_missing' },
  ]);
  const { rows: kept } = await database.pool.query('select from user_jobs where input is not null');
  expect(kept).toEqual([]);
});

test('jobs of an organization go one after the other, and others do not wait for them', async () => {
  const [one, other] = [await addOrganization(database, 'one'), await addOrganization(database, 'other')];
  const jobs = [await begin(one, rows(300)), await begin(one, rows(1)), await begin(other, rows(1))];
  const states = () => Promise.all(jobs.map(async (job) => (await read(job))?.state));
  await once();
  await database.pool.query(`update user_jobs set lease_until = now() + interval '1 hour' where state = 'running'`);
  expect(await whole()).toBe(true);
  expect(await whole()).toBe(false);
  expect(await states()).toEqual(['running', 'waiting', 'finished']);
  await leave();
  while (await whole());
  expect(await states()).toEqual(['finished', 'finished', 'finished']);
});

test('a job that is cancelled ends at once, or after the step under way; what is done stays', async () => {
  const place = await addOrganization(database, 'cancelling');
  const waiting = await begin(place, rows(300));
  expect(await cancelJob(database.db, place, waiting.id)).toMatchObject({ state: 'cancelled', cancelAsked: true });
  const running = await begin(place, [',Nobody', ...rows(600)]);
  await once();
  // while another server holds it
  const editCheck = async () => {
    await cancelJob(database.db, place, running.id);
    return () => {};
  };
  await runJob({ ...context, editCheck }, () => false);
  expect(await read(running)).toMatchObject({ state: 'cancelled', done: 251 });
  expect(await whole()).toBe(false);
  expect(await countUsers(place)).toBe(250);
  expect(await cancelJob(database.db, await addOrganization(database, 'stranger'), running.id)).toBeUndefined();
});

test('a bulk action leaves alone who came after it was asked for', async () => {
  const place = await addOrganization(database, 'settled');
  await begin(place, rows(2));
  await whole();
  const owner = { organizationId: place, actor };
  const job = await startBulk(database.db, owner, { matching: {} }, { kind: 'delete' });
  if (job === undefined) throw new Error('There are too many jobs.');
  const resource = { userName: 'late', displayName: 'Late' };
  await context.writeUser({ kind: 'create', organizationId: place, id: uuid(), actor, resource });
  await whole();
  expect(await read(job)).toMatchObject({ state: 'finished', total: 2, done: 2, counts: { changed: 2 } });
  expect(await countUsers(place)).toBe(1);
});

test('what fails again and again is given up; open jobs are limited, and old ones are deleted', async () => {
  const place = await addOrganization(database, 'failing');
  const job = await begin(place, rows(1));
  const broken = { ...context, editCheck: () => Promise.reject(new Error('no such table')) };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await runJob(broken, () => false);
    await leave();
  }
  expect(await read(job)).toMatchObject({ state: 'failed', done: 0 });
  expect(failures.splice(0)).toHaveLength(5);
  for (let open = 0; open < mostOpenJobs; open += 1) await begin(place, rows(1));
  await expect(begin(place, rows(1))).rejects.toThrow('too many jobs');
  await deleteOldJobs(database.db, new Date());
  expect(await read(job)).toMatchObject({ state: 'failed' });
  await deleteOldJobs(database.db, new Date(Date.now() + 31 * 86_400_000));
  expect(await read(job)).toBeUndefined();
});
