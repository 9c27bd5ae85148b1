import { sql, type Kysely, type Selectable } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Tables } from '../../storage/tables/index.ts';
import { bulkSteps } from './bulk-steps.ts';
import { importSteps } from './import-steps.ts';
import type { JobContext } from './job-context.ts';
import { toUserJob, type JobFailure, type JobStep, type UserJob } from './user-job.ts';

/*
 * One worker does a job: it holds a lease, which each step renews. Users are written as by any request; then the step is
 * kept with what became of them and where the next one begins. Whoever takes a job over after a crash does at most one
 * step again. Jobs of one organization go one after the other, in the order in which they were asked for.
 */

const leaseMs = 30_000;
const tries = 5;

type ClaimedRow = Selectable<Tables['user_jobs']> & { readonly lease_owner: string };

/** Goes on with one job that nobody is at, if there is one. Returns whether there was. */
export async function runJob(context: JobContext, stopped: () => boolean): Promise<boolean> {
  const { db } = context.database;
  const row = await claim(db);
  if (row === undefined) return false;
  if (row.cancel_asked) {
    await end(db, row, 'cancelled');
    return true;
  }
  try {
    for await (const step of stepsOf(context, row)) {
      if ((await keepStep(db, row, step)) !== 'go on') return true;
      if (!stopped()) continue;
      await release(db, row, 0);
      return true;
    }
    await end(db, row, 'finished');
  } catch (error) {
    context.onError(error);
    await (row.attempts < tries ? release(db, row, row.attempts ** 2) : end(db, row, 'failed'));
  }
  return true;
}

function stepsOf(context: JobContext, row: ClaimedRow): AsyncIterable<JobStep> {
  const job = toUserJob(row);
  const position = row.position ?? undefined;
  const { request } = job;
  return request.kind === 'bulk'
    ? bulkSteps(context, { ...job, ...request }, position)
    : importSteps(context, job, { text: row.input?.toString('utf8') ?? '', match: request.match, position });
}

async function claim(db: Kysely<Tables>): Promise<ClaimedRow | undefined> {
  const { rows } = await sql<ClaimedRow>`
    update user_jobs
    set state = 'running', lease_owner = ${uuid()}, attempts = attempts + 1,
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where (organization_id, id) = (
      select organization_id, id from user_jobs j
      where state in ('waiting', 'running') and (lease_until is null or lease_until <= now()) and not exists (
        select from user_jobs before
        where before.organization_id = j.organization_id and before.state in ('waiting', 'running') and before.id < j.id
      )
      order by id limit 1
      for update skip locked
    )
    returning *`.execute(db);
  return rows[0];
}

const held = ({ organization_id, id, lease_owner }: ClaimedRow) =>
  sql`organization_id = ${organization_id} and id = ${id} and lease_owner = ${lease_owner} and state = 'running'`;

/** `lost`: another worker has it meanwhile. */
async function keepStep(
  db: Kysely<Tables>,
  row: ClaimedRow,
  { position, created, changed, unchanged, failures }: JobStep,
): Promise<'go on' | 'cancelled' | 'lost'> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ failed: number; cancel_asked: boolean }>`
      update user_jobs
      set position = ${position}, attempts = 0, lease_until = now() + ${leaseMs} * interval '1 millisecond',
        created = created + ${created}, changed = changed + ${changed}, unchanged = unchanged + ${unchanged},
        failed = failed + ${failures.length}, done = done + ${created + changed + unchanged + failures.length}
      where ${held(row)}
      returning failed, cancel_asked`.execute(transaction);
    const [kept] = rows;
    if (kept === undefined) return 'lost';
    await keepFailures(transaction, row, failures, kept.failed - failures.length);
    if (!kept.cancel_asked) return 'go on';
    await end(transaction, row, 'cancelled');
    return 'cancelled';
  });
}

async function keepFailures(
  transaction: Kysely<Tables>,
  { organization_id, id }: ClaimedRow,
  failures: readonly JobFailure[],
  before: number,
): Promise<void> {
  if (failures.length === 0) return;
  await sql`
    insert into user_job_failures (organization_id, job_id, number, line, user_id, login_name, code, "values", reason)
    select ${organization_id}, ${id}, * from unnest(
      ${failures.map((_, index) => before + index + 1)}::integer[],
      ${failures.map(({ line }) => line ?? null)}::integer[],
      ${failures.map(({ userId }) => userId ?? null)}::uuid[],
      ${failures.map(({ loginName }) => loginName ?? null)}::text[],
      ${failures.map(({ code }) => code)}::text[],
      ${failures.map(({ values }) => JSON.stringify(values))}::jsonb[],
      ${failures.map(({ reason }) => reason)}::text[]
    )`.execute(transaction);
}

async function end(db: Kysely<Tables>, row: ClaimedRow, state: UserJob['state']): Promise<void> {
  await sql`
    update user_jobs set state = ${state}, finished_at = now(), input = null, lease_owner = null, lease_until = null
    where ${held(row)}`.execute(db);
}

/** Gives a job up to whoever looks next, some seconds from now. */
async function release(db: Kysely<Tables>, row: ClaimedRow, seconds: number): Promise<void> {
  await sql`
    update user_jobs set lease_owner = null, lease_until = now() + ${seconds} * interval '1 second'
    where ${held(row)}`.execute(db);
}
