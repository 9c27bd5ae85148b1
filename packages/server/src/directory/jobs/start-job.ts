import { sql, type Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { MatchBy } from '../import/match-users.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import { parseUsersCsv } from '../import/parse-users-csv.ts';
import type { BulkAction } from '../users/bulk-users.ts';
import { filterConditions, type UserFilter } from '../users/user-filter.ts';
import { jobColumns, toUserJob, type JobRequest, type JobSelection, type UserJob } from './user-job.ts';

/** Jobs of an organization that wait or run at most: a file may be large. */
export const mostOpenJobs = 20;

/** Whose users, and who asks. */
interface JobOwner {
  readonly organizationId: string;
  readonly actor: Actor;
}

interface NewJob {
  readonly request: JobRequest;
  readonly total: number;
  readonly input?: Buffer;
}

/** Undefined where {@link mostOpenJobs} are open already. */
async function insertJob(
  db: Kysely<Tables>,
  { organizationId, actor }: JobOwner,
  { request: { kind, ...request }, total, input }: NewJob,
): Promise<UserJob | undefined> {
  return db.transaction().execute(async (transaction) => {
    // the organization's row makes two requests at the same moment count one after the other
    await sql`select from organizations where id = ${organizationId} for no key update`.execute(transaction);
    const open = await transaction
      .selectFrom('user_jobs')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('state', 'in', ['waiting', 'running'])
      .limit(mostOpenJobs)
      .execute();
    if (open.length >= mostOpenJobs) return undefined;
    const row = await transaction
      .insertInto('user_jobs')
      .values({
        organization_id: organizationId,
        id: uuid(),
        kind,
        actor: JSON.stringify(actor),
        request: JSON.stringify(request),
        input: input ?? null,
        total,
      })
      .returning(jobColumns)
      .executeTakeFirstOrThrow();
    return toUserJob(row);
  });
}

/** Whom a bulk action is for: ids that name nobody are passed over. */
export type WantedUsers = { readonly users: readonly string[] } | { readonly matching: UserFilter };

/** Asks for a bulk action; undefined where {@link mostOpenJobs} are open already. */
export async function startBulk(
  db: Kysely<Tables>,
  owner: JobOwner,
  wanted: WantedUsers,
  action: BulkAction,
): Promise<UserJob | undefined> {
  const { selection, total } = await settle(db, owner.organizationId, wanted);
  return insertJob(db, owner, { request: { kind: 'bulk', action, selection }, total });
}

const nobody = '00000000-0000-0000-0000-000000000000';

async function settle(
  db: Kysely<Tables>,
  organizationId: string,
  wanted: WantedUsers,
): Promise<{ readonly selection: JobSelection; readonly total: number }> {
  if ('users' in wanted) {
    const users = [...new Set(wanted.users)];
    return { selection: { users }, total: users.length };
  }
  const { matching } = wanted;
  const conditions = sql.join([sql`organization_id = ${organizationId}`, ...filterConditions(matching)], sql` and `);
  const { rows } = await sql<{ total: number; newest: string | null }>`
    select (select count(*)::integer from users where ${conditions}) as total,
      (select id from users where organization_id = ${organizationId} order by id desc limit 1) as newest`.execute(db);
  const [row] = rows;
  return { selection: { matching, upTo: row?.newest ?? nobody }, total: row?.total ?? 0 };
}

/**
 * Asks for an import of this CSV file; undefined where {@link mostOpenJobs} are open already.
 * @throws CsvFileError when the file as a whole cannot be read
 */
export async function startImport(
  db: Kysely<Tables>,
  owner: JobOwner,
  text: string,
  { types, match = 'login-name' }: { readonly types: OrganizationTypes; readonly match?: MatchBy },
): Promise<UserJob | undefined> {
  let total = 0;
  for await (const _ of parseUsersCsv(text, types, match)) total += 1;
  const input = Buffer.from(text, 'utf8');
  return insertJob(db, owner, { request: { kind: 'import', match }, total, input });
}

/** Ends a job: at once where nobody is at it, else after the step under way. Undefined where there is no such job. */
export async function cancelJob(db: Kysely<Tables>, organizationId: string, id: string): Promise<UserJob | undefined> {
  const idle = sql`(lease_until is null or lease_until <= now())`;
  await sql`
    update user_jobs set cancel_asked = true,
      state = case when ${idle} then 'cancelled' else state end,
      finished_at = case when ${idle} then now() end,
      input = case when ${idle} then null else input end
    where organization_id = ${organizationId} and id = ${id} and state in ('waiting', 'running')`.execute(db);
  return findJob(db, organizationId, id);
}

/** One job; undefined where the organization has none of this id. */
export async function findJob(db: Kysely<Tables>, organizationId: string, id: string): Promise<UserJob | undefined> {
  const row = await db
    .selectFrom('user_jobs')
    .select(jobColumns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toUserJob(row);
}
