import type { ErrorExchange } from '@lockstep/scim-client';
import { sql, type RawBuilder } from 'kysely';
import type { OutboundContext } from '../options.ts';
import { readPlace, writePlace } from './task-cursor.ts';
import { isGroupTask, isMemberTask, isUserTask, selectTasks, type TaskRow, type TaskSubject } from './task-rows.ts';

/** Something that needs a person, as the console shows it. */
interface Task {
  readonly application: { readonly slug: string; readonly name: string };
  readonly about: TaskSubject;
  /** The person; absent for a group, and for a member who is nobody of ours. */
  readonly userId?: string;
  readonly loginName?: string;
  /** Of the person or of the group; the target's id of a member who is nobody of ours. */
  readonly displayName: string;
  /** The group, or that of the member. */
  readonly group?: { readonly id: string; readonly displayName: string };
  /** The target's id of the member. */
  readonly remoteId?: string;
  /** What kind of trouble it is; see `failures.ts` and `stops.ts`. */
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
  /** Part of a login name, of a display name or of a group's. */
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

/** A page of the tasks of an organization, the newest first. A cursor that is none starts anew. */
export async function listTasks(context: OutboundContext, organizationId: string, query: TaskQuery): Promise<TaskPage> {
  const { db } = context.database;
  const { rows } = await selectTasks(organizationId, conditionsOf(query), query.limit + 1).execute(db);
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
  const there = (alias: 'p' | 'g' | 'm'): RawBuilder<unknown> => {
    const table = sql.raw(alias);
    const chosen = application ?? null;
    return sql`${table}.organization_id = ${organizationId} and (${chosen}::text is null or ${table}.application_id = (
      select id from applications where organization_id = ${organizationId} and slug = ${chosen}
    ))`;
  };
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from app_users p where ${there('p')} and ${isUserTask})
      + (select count(*) from pushed_groups g where ${there('g')} and ${isGroupTask})
      + (select count(*) from pushed_group_members m where ${there('m')} and ${isMemberTask}))::int as count`.execute(
    context.database.db,
  );
  return rows[0]?.count ?? 0;
}

function conditionsOf({ application, search = '', cursor }: TaskQuery): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (application !== undefined) conditions.push(sql`slug = ${application}`);
  if (search !== '') {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    conditions.push(sql`(login_name ilike ${pattern} or display_name ilike ${pattern} or group_name ilike ${pattern})`);
  }
  const after = readPlace(cursor);
  if (after !== undefined) {
    conditions.push(sql`(error_at, application_id, place)
      < (${after.at}::timestamptz, ${after.applicationId}::uuid, ${after.place}::text)`);
  }
  return sql.join(conditions, sql` and `);
}

function toTask(row: TaskRow): Task {
  const { group_id: groupId, group_name: groupName } = row;
  return {
    application: { slug: row.slug, name: row.name },
    about: row.about,
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.login_name === null ? {} : { loginName: row.login_name }),
    displayName: row.display_name,
    ...(groupId === null || groupName === null ? {} : { group: { id: groupId, displayName: groupName } }),
    ...(row.remote_id === null ? {} : { remoteId: row.remote_id }),
    kind: row.error_class,
    message: row.error_message,
    ...(row.error_status === null ? {} : { status: row.error_status }),
    at: row.error_at.toISOString(),
    attempts: row.attempts,
    ...(row.error_exchange === null ? {} : { exchange: row.error_exchange }),
  };
}
