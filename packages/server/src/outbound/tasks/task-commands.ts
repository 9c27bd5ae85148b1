import { sql, type RawBuilder } from 'kysely';
import { isResourceId } from '../../directory/resource-id.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import type { OutboundContext } from '../options.ts';
import { isGroupTask, isMemberTask, isUserTask } from './task-rows.ts';

/** Names one task: a person's, a pushed group's, or that of a member whom the target refused. */
type TaskKey =
  | { /** Slug. */ readonly application: string; readonly user: string }
  | {
      readonly application: string;
      readonly group: string;
      /** The target's id of the member; absent: the task of the group itself. */
      readonly member?: string | undefined;
    };

/** The tasks named, or every task, of one application or of all. */
export type ChosenTasks = { readonly tasks: readonly TaskKey[] } | { readonly application?: string | undefined };

/** Makes them due now, as if nothing had been tried yet. Returns how many. */
export async function retryTasks(
  context: OutboundContext,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<number> {
  const again = sql`next_attempt_at = now(), attempts = 0`;
  const applications = [
    ...(await changeTasks(context, organizationId, peopleWith(chosen), again)),
    ...(await changeTasks(context, organizationId, groupsWith(chosen), again)),
    ...(await retryMembers(context, organizationId, chosen)),
  ];
  // somebody who retries does not want to wait for a pause either
  await sql`
    update applications set paused_until = now()
    where organization_id = ${organizationId} and id = any(${[...new Set(applications)]}::uuid[])
      and paused_until > now()`.execute(context.database.db);
  touchAll(context, organizationId, applications);
  context.wake();
  return applications.length;
}

/** Takes the tasks from the list until they fail again; nothing is sent. Returns how many. */
export async function dismissTasks(
  context: OutboundContext,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<number> {
  const dismissed = sql`dismissed_at = now()`;
  const applications = [
    ...(await changeTasks(context, organizationId, peopleWith(chosen), dismissed)),
    ...(await changeTasks(context, organizationId, groupsWith(chosen), dismissed)),
    ...(await dismissMembers(context, organizationId, chosen)),
  ];
  touchAll(context, organizationId, applications);
  return applications.length;
}

function touchAll(context: OutboundContext, organizationId: string, applications: readonly string[]): void {
  for (const id of new Set(applications)) context.touch(organizationId, id);
}

interface ChangedRow {
  application_id: string;
}

const applicationsOf = (rows: readonly ChangedRow[]): string[] => rows.map((row) => row.application_id);

/** Where tasks of a kind are: the rows, what they are called in conditions, and who they are about. */
interface TaskRows {
  readonly rows: RawBuilder<unknown>;
  readonly row: RawBuilder<unknown>;
  readonly about: RawBuilder<unknown>;
}
const people: TaskRows = { rows: sql.raw('app_users p'), row: sql.raw('p'), about: sql.raw('user_id') };
const groups: TaskRows = { rows: sql.raw('pushed_groups g'), row: sql.raw('g'), about: sql.raw('group_id') };

const peopleWith = (chosen: ChosenTasks) => ({ ...people, which: sql`${isUserTask} and ${usersChosen(chosen)}` });
const groupsWith = (chosen: ChosenTasks) => ({ ...groups, which: sql`${isGroupTask} and ${groupsChosen(chosen)}` });

/** Returns the application of each task that was changed. */
async function changeTasks(
  context: OutboundContext,
  organizationId: string,
  { rows, row, about, which }: TaskRows & { readonly which: RawBuilder<unknown> },
  change: RawBuilder<unknown>,
): Promise<string[]> {
  const changed = await sql<ChangedRow>`
    with locked as (
      select ${row}.organization_id, ${row}.application_id, ${row}.${about} from ${rows}
      join applications a on a.organization_id = ${row}.organization_id and a.id = ${row}.application_id
      where ${row}.organization_id = ${organizationId} and ${which}
      order by ${row}.organization_id, ${row}.application_id, ${row}.${about}
      for update of ${row}
    )
    update ${rows} set ${change}
    from locked l
    where ${row}.organization_id = l.organization_id and ${row}.application_id = l.application_id
      and ${row}.${about} = l.${about}
    returning ${row}.application_id`.execute(context.database.db);
  return applicationsOf(changed.rows);
}

/** Forgets the refusals and makes their groups due: who is to come or to go is then found again. */
async function retryMembers(context: OutboundContext, organizationId: string, chosen: ChosenTasks): Promise<string[]> {
  const { rows } = await sql<ChangedRow>`
    with ${membersChosen(organizationId, chosen)}, due as (
      update pushed_groups g
      set desired_generation = g.desired_generation + 1, next_attempt_at = now(), attempts = 0
      from locked l
      where g.organization_id = l.organization_id and g.application_id = l.application_id and g.group_id = l.group_id
    ), gone as (
      delete from pushed_group_members m using refused r
      where ${isRefused} and not m.held
      returning m.application_id
    ), cleared as (
      update pushed_group_members m
      set error_message = null, error_status = null, error_at = null, error_exchange = null, dismissed_at = null
      from refused r
      where ${isRefused} and m.held
      returning m.application_id
    )
    select application_id from gone union all select application_id from cleared`.execute(context.database.db);
  return applicationsOf(rows);
}

async function dismissMembers(
  context: OutboundContext,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<string[]> {
  const { rows } = await sql<ChangedRow>`
    with ${membersChosen(organizationId, chosen)}
    update pushed_group_members m set dismissed_at = now()
    from refused r where ${isRefused}
    returning m.application_id`.execute(context.database.db);
  return applicationsOf(rows);
}

/** `locked`: the groups, locked before their members are, as every writer does; `refused`: the members. */
function membersChosen(organizationId: string, chosen: ChosenTasks): RawBuilder<unknown> {
  return sql`locked as (
      select g.organization_id, g.application_id, g.group_id, a.slug from pushed_groups g
      join applications a on a.organization_id = g.organization_id and a.id = g.application_id
      where g.organization_id = ${organizationId} and exists (
        select from pushed_group_members m
        where m.organization_id = g.organization_id and m.application_id = g.application_id
          and m.group_id = g.group_id and ${isMemberTask} and ${memberChosen(chosen, sql`a.slug`)}
      )
      order by g.organization_id, g.application_id, g.group_id
      for update of g
    ), refused as (
      select m.organization_id, m.application_id, m.group_id, m.remote_id from locked l
      join pushed_group_members m using (organization_id, application_id, group_id)
      where ${isMemberTask} and ${memberChosen(chosen, sql`l.slug`)}
    )`;
}

const isRefused = sql`m.organization_id = r.organization_id and m.application_id = r.application_id
  and m.group_id = r.group_id and m.remote_id = r.remote_id`;

function usersChosen(chosen: ChosenTasks): RawBuilder<unknown> {
  if (!('tasks' in chosen)) return ofApplication(chosen.application, sql`a.slug`);
  const named = chosen.tasks.flatMap((key) => ('user' in key && isUserId(key.user) ? [key] : []));
  return sql`(a.slug, p.user_id) in (
    select * from unnest(
      ${named.map(({ application }) => application)}::text[],
      ${named.map(({ user }) => user)}::uuid[]
    ))`;
}

function groupsChosen(chosen: ChosenTasks): RawBuilder<unknown> {
  if (!('tasks' in chosen)) return ofApplication(chosen.application, sql`a.slug`);
  const named = groupKeys(chosen.tasks).filter(({ member }) => member === undefined);
  return sql`(a.slug, g.group_id) in (
    select * from unnest(
      ${named.map(({ application }) => application)}::text[],
      ${named.map(({ group }) => group)}::uuid[]
    ))`;
}

function memberChosen(chosen: ChosenTasks, slug: RawBuilder<unknown>): RawBuilder<unknown> {
  if (!('tasks' in chosen)) return ofApplication(chosen.application, slug);
  const named = groupKeys(chosen.tasks).flatMap(({ member, ...key }) =>
    member === undefined ? [] : { ...key, member },
  );
  return sql`(${slug}, m.group_id, m.remote_id) in (
    select * from unnest(
      ${named.map(({ application }) => application)}::text[],
      ${named.map(({ group }) => group)}::uuid[],
      ${named.map(({ member }) => member)}::text[]
    ))`;
}

const groupKeys = (tasks: readonly TaskKey[]) =>
  tasks.flatMap((key) => ('group' in key && isResourceId(key.group) ? [key] : []));

function ofApplication(application: string | undefined, slug: RawBuilder<unknown>): RawBuilder<unknown> {
  return application === undefined ? sql`true` : sql`${slug} = ${application}`;
}
