import type { ErrorExchange } from '@lockstep/scim-client';
import { sql, type RawBuilder } from 'kysely';
import type { OutboundContext } from '../options.ts';
import { readPlace, writePlace } from './task-cursor.ts';

/** An app user that needs a person, as the console shows it. */
interface Task {
  readonly application: { readonly slug: string; readonly name: string };
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: string;
  /** What kind of trouble it is; see `failures.ts`. */
  readonly kind: string;
  readonly message: string;
  readonly status?: number;
  /** ISO 8601. */
  readonly at: string;
  readonly attempts: number;
  /** The request that failed and its answer, where there was one. */
  readonly exchange?: ErrorExchange;
}

export interface TaskQuery {
  /** Slug of an application. */
  readonly application?: string | undefined;
  /** Part of a login name or display name. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface TaskPage {
  readonly tasks: readonly Task[];
  /** Of the whole list without search. */
  readonly total: number;
  readonly next?: string;
}

/** The row `p` of app_users: failed for good, and nobody has dismissed it. */
export const isTask: RawBuilder<boolean> = sql`(p.error_message is not null and p.next_attempt_at is null
  and p.held_by is null and p.dismissed_at is null and p.lease_until is null)`;

interface TaskRow {
  slug: string;
  name: string;
  user_id: string;
  login_name: string;
  display_name: string;
  error_class: string;
  error_message: string;
  error_status: number | null;
  error_at: Date;
  error_exchange: ErrorExchange | null;
  attempts: number;
  application_id: string;
}

/** A page of the tasks of an organization, the newest first. A cursor that is none starts anew. */
export async function listTasks(context: OutboundContext, organizationId: string, query: TaskQuery): Promise<TaskPage> {
  const { rows } = await sql<TaskRow>`
    select a.slug, a.name, p.application_id, p.user_id, p.login_name, p.display_name, p.error_class, p.error_message,
      p.error_status, p.error_at, p.error_exchange, p.attempts
    from app_users p
    join applications a on a.organization_id = p.organization_id and a.id = p.application_id
    where p.organization_id = ${organizationId} and ${isTask} and ${conditionsOf(query)}
    order by p.error_at desc, p.application_id desc, p.user_id desc
    limit ${query.limit + 1}`.execute(context.database.db);
  const total = await countTasks(context, organizationId, query.application);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { tasks: page.map(toTask), total, ...(more ? { next: writePlace(last) } : {}) };
}

/** How many there are, in one application or in all. */
export async function countTasks(
  context: OutboundContext,
  organizationId: string,
  application?: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app_users p
    join applications a on a.organization_id = p.organization_id and a.id = p.application_id
    where p.organization_id = ${organizationId} and ${isTask}
      and (${application ?? null}::text is null or a.slug = ${application ?? null})`.execute(context.database.db);
  return rows[0]?.count ?? 0;
}

function conditionsOf({ application, search = '', cursor }: TaskQuery): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (application !== undefined) conditions.push(sql`a.slug = ${application}`);
  if (search !== '') {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    conditions.push(sql`(p.login_name ilike ${pattern} or p.display_name ilike ${pattern})`);
  }
  const after = readPlace(cursor);
  if (after !== undefined) {
    conditions.push(sql`(p.error_at, p.application_id, p.user_id)
      < (${after.at}::timestamptz, ${after.applicationId}::uuid, ${after.userId}::uuid)`);
  }
  return sql.join(conditions, sql` and `);
}

function toTask(row: TaskRow): Task {
  return {
    application: { slug: row.slug, name: row.name },
    userId: row.user_id,
    loginName: row.login_name,
    displayName: row.display_name,
    kind: row.error_class,
    message: row.error_message,
    ...(row.error_status === null ? {} : { status: row.error_status }),
    at: row.error_at.toISOString(),
    attempts: row.attempts,
    ...(row.error_exchange === null ? {} : { exchange: row.error_exchange }),
  };
}
