import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { jobColumns, toUserJob, type JobFailure, type UserJob } from './user-job.ts';

/** Newest first, after the id `after`. */
export async function listJobs(
  db: Kysely<Tables>,
  organizationId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<UserJob[]> {
  let query = db.selectFrom('user_jobs').select(jobColumns).where('organization_id', '=', organizationId);
  if (after !== undefined) query = query.where('id', '<', after);
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toUserJob);
}

/** A refusal with its place in the list. */
export interface NumberedFailure extends JobFailure {
  readonly number: number;
}

/** Who was refused and why, in their order, after the number `after`. */
export async function listJobFailures(
  db: Kysely<Tables>,
  { organizationId, id }: Pick<UserJob, 'organizationId' | 'id'>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly NumberedFailure[]> {
  const rows = await db
    .selectFrom('user_job_failures')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('job_id', '=', id)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    ...(row.line === null ? {} : { line: row.line }),
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.login_name === null ? {} : { loginName: row.login_name }),
    code: row.code as JobFailure['code'],
    values: row.values as Record<string, string | number>,
    reason: row.reason,
  }));
}

/** Deletes jobs that ended some days ago, with their reports. */
export async function deleteOldJobs(db: Kysely<Tables>, now: Date, days = 30): Promise<void> {
  const before = new Date(now.getTime() - days * 86_400_000);
  await sql`delete from user_jobs where finished_at < ${before}`.execute(db);
}
