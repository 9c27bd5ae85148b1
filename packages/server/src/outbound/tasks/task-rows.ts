import type { ErrorExchange } from '@lockstep/scim-client';
import { sql, type RawBuilder } from 'kysely';

/** What a task is about: an app user, a pushed group, or a member of one whom the target refused. */
export type TaskSubject = 'user' | 'group' | 'member';

/** The row `p` of app_users: failed for good, and nobody has dismissed it. */
export const isUserTask: RawBuilder<boolean> = sql`(p.error_message is not null and p.next_attempt_at is null
  and p.held_by is null and p.dismissed_at is null and p.lease_until is null)`;

/** The row `g` of pushed_groups: likewise, and not paused. */
export const isGroupTask: RawBuilder<boolean> = sql`(g.error_message is not null and g.next_attempt_at is null
  and g.dismissed_at is null and g.lease_until is null and (g.active or g.ending is not null))`;

/** The row `m` of pushed_group_members: refused, and nobody has dismissed it. */
export const isMemberTask: RawBuilder<boolean> = sql`(m.error_message is not null and m.dismissed_at is null)`;

/** A task, whatever it is about, with its application. Names that a kind of task lacks are null. */
export interface TaskRow {
  about: TaskSubject;
  application_id: string;
  slug: string;
  name: string;
  user_id: string | null;
  login_name: string | null;
  display_name: string;
  group_id: string | null;
  group_name: string | null;
  remote_id: string | null;
  error_class: string;
  error_message: string;
  error_status: number | null;
  error_at: Date;
  error_exchange: ErrorExchange | null;
  attempts: number;
  /** `error_at` to the microsecond, as ISO 8601. */
  moment: string;
  /** Orders tasks of one moment and application. */
  place: string;
}

const columns = sql`about, application_id, slug, name, user_id, login_name, display_name, group_id, group_name,
  remote_id, error_class, error_message, error_status, error_at, error_exchange, attempts, place`;

/**
 * The first `limit` tasks of an organization under a condition on the columns of {@link TaskRow}, the newest first. Each
 * of the three kinds is read in its own order, and no further than the page.
 */
export function selectTasks(
  organizationId: string,
  condition: RawBuilder<unknown>,
  limit: number,
): RawBuilder<TaskRow> {
  const first = (kind: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
    select ${columns} from (${kind}) t where ${condition}
    order by error_at desc, application_id desc, place desc limit ${limit}
  )`;
  return sql<TaskRow>`
    select ${columns}, to_char(error_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as moment from (
      ${first(userTasks(organizationId))} union all ${first(groupTasks(organizationId))}
      union all ${first(memberTasks(organizationId))}
    ) tasks
    order by error_at desc, application_id desc, place desc limit ${limit}`;
}

const userTasks = (organizationId: string): RawBuilder<unknown> => sql`
  select 'user' as about, p.application_id, a.slug, a.name, p.user_id, p.login_name, p.display_name,
    null::uuid as group_id, null as group_name, null as remote_id, p.error_class, p.error_message, p.error_status,
    p.error_at, p.error_exchange, p.attempts, p.user_id::text as place
  from app_users p join applications a on a.organization_id = p.organization_id and a.id = p.application_id
  where p.organization_id = ${organizationId} and ${isUserTask}`;

const groupTasks = (organizationId: string): RawBuilder<unknown> => sql`
  select 'group' as about, g.application_id, a.slug, a.name, null::uuid as user_id, null as login_name, g.display_name,
    g.group_id, g.display_name as group_name, null as remote_id, g.error_class, g.error_message, g.error_status,
    g.error_at, g.error_exchange, g.attempts, g.group_id::text as place
  from pushed_groups g join applications a on a.organization_id = g.organization_id and a.id = g.application_id
  where g.organization_id = ${organizationId} and ${isGroupTask}`;

const memberTasks = (organizationId: string): RawBuilder<unknown> => sql`
  select 'member' as about, m.application_id, a.slug, a.name, p.user_id, p.login_name,
    coalesce(p.display_name, m.remote_id) as display_name, m.group_id, g.display_name as group_name, m.remote_id,
    'refused' as error_class, m.error_message, m.error_status, m.error_at, m.error_exchange, 1 as attempts,
    m.group_id::text || m.remote_id as place
  from pushed_group_members m
  join pushed_groups g using (organization_id, application_id, group_id)
  join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  left join lateral (
    select u.user_id, u.login_name, u.display_name from app_users u
    where u.organization_id = m.organization_id and u.application_id = m.application_id and u.remote_id = m.remote_id
    order by u.user_id limit 1
  ) p on true
  where m.organization_id = ${organizationId} and ${isMemberTask}`;
