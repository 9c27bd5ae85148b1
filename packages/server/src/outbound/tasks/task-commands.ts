import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';
import { recordTaskDeed, type ChangedTask, type TaskDeed } from './record-task-deed.ts';
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

/** Whose tasks, and who decides about them. */
export interface TaskOwner {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** Makes them due now, as if nothing had been tried yet. Returns how many. */
export async function retryTasks(context: OutboundContext, owner: TaskOwner, chosen: ChosenTasks): Promise<number> {
  const { organizationId } = owner;
  const again = sql`next_attempt_at = now(), attempts = 0`;
  const tasks = await inOneDeed(context, { ...owner, deed: 'retried' }, async (db) => [
    ...(await changeTasks(db, organizationId, peopleWith(chosen), again)),
    ...(await changeTasks(db, organizationId, groupsWith(chosen), again)),
    ...(await retryMembers(db, organizationId, chosen)),
  ]);
  const applications = [...new Set(tasks.map(({ applicationId }) => applicationId))];
  // somebody who retries does not want to wait for a pause either; apart, as applications are locked before their rows
  await sql`
    update applications set paused_until = now()
    where organization_id = ${organizationId} and id = any(${applications}::uuid[])
      and paused_until > now()`.execute(context.database.db);
  for (const id of applications) context.touch(organizationId, id);
  context.wake();
  return tasks.length;
}

/** Takes the tasks from the list until they fail again; nothing is sent. Returns how many. */
export async function dismissTasks(context: OutboundContext, owner: TaskOwner, chosen: ChosenTasks): Promise<number> {
  const { organizationId } = owner;
  const dismissed = sql`dismissed_at = now()`;
  const tasks = await inOneDeed(context, { ...owner, deed: 'dismissed' }, async (db) => [
    ...(await changeTasks(db, organizationId, peopleWith(chosen), dismissed)),
    ...(await changeTasks(db, organizationId, groupsWith(chosen), dismissed)),
    ...(await dismissMembers(db, organizationId, chosen)),
  ]);
  for (const id of new Set(tasks.map(({ applicationId }) => applicationId))) context.touch(organizationId, id);
  return tasks.length;
}

/** Changes tasks and says so in the audit log, both or neither. */
async function inOneDeed(
  { database }: OutboundContext,
  deed: TaskDeed,
  change: (transaction: Kysely<Tables>) => Promise<readonly ChangedTask[]>,
): Promise<readonly ChangedTask[]> {
  return database.db.transaction().execute(async (transaction) => {
    const tasks = await change(transaction);
    await recordTaskDeed(transaction, deed, tasks);
    return tasks;
  });
}

/** Where tasks of a kind are: the rows, what they are called in conditions, who they are about, and the name of that. */
interface TaskRows {
  readonly about: ChangedTask['about'];
  readonly rows: RawBuilder<unknown>;
  readonly row: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly name: RawBuilder<unknown>;
}
const people: TaskRows = {
  about: 'people',
  rows: sql.raw('app_users p'),
  row: sql.raw('p'),
  id: sql.raw('user_id'),
  name: sql`(select user_name from users u where u.organization_id = p.organization_id and u.id = p.user_id)`,
};
const groupName = sql`(select display_name from groups u where u.organization_id = l.organization_id and u.id = l.group_id)`;
const groups: TaskRows = {
  about: 'groups',
  rows: sql.raw('pushed_groups g'),
  row: sql.raw('g'),
  id: sql.raw('group_id'),
  name: groupName,
};

const peopleWith = (chosen: ChosenTasks) => ({ ...people, which: sql`${isUserTask} and ${usersChosen(chosen)}` });
const groupsWith = (chosen: ChosenTasks) => ({ ...groups, which: sql`${isGroupTask} and ${groupsChosen(chosen)}` });

async function changeTasks(
  db: Kysely<Tables>,
  organizationId: string,
  { about, rows, row, id, name, which }: TaskRows & { readonly which: RawBuilder<unknown> },
  change: RawBuilder<unknown>,
): Promise<readonly ChangedTask[]> {
  const changed = await sql<ChangedTask>`
    with locked as (
      select ${row}.organization_id, ${row}.application_id, ${row}.${id} from ${rows}
      join applications a on a.organization_id = ${row}.organization_id and a.id = ${row}.application_id
      where ${row}.organization_id = ${organizationId} and ${which}
      order by ${row}.organization_id, ${row}.application_id, ${row}.${id}
      for update of ${row}
    )
    update ${rows} set ${change}
    from locked l
    where ${row}.organization_id = l.organization_id and ${row}.application_id = l.application_id
      and ${row}.${id} = l.${id}
    returning ${sql.lit(about)} as about, ${row}.application_id as "applicationId",
      coalesce(${name}, ${row}.${id}::text) as name`.execute(db);
  return changed.rows;
}

/** Forgets the refusals and makes their groups due: who is to come or to go is then found again. */
async function retryMembers(
  db: Kysely<Tables>,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<readonly ChangedTask[]> {
  const { rows } = await sql<ChangedTask>`
    with ${membersChosen(organizationId, chosen)}, due as (
      update pushed_groups g
      set desired_generation = g.desired_generation + 1, next_attempt_at = now(), attempts = 0
      from locked l
      where g.organization_id = l.organization_id and g.application_id = l.application_id and g.group_id = l.group_id
    ), gone as (
      delete from pushed_group_members m using refused r
      where ${isRefused} and not m.held
      returning ${aMember}
    ), cleared as (
      update pushed_group_members m
      set error_message = null, error_status = null, error_at = null, error_exchange = null, dismissed_at = null
      from refused r
      where ${isRefused} and m.held
      returning ${aMember}
    )
    select * from gone union all select * from cleared`.execute(db);
  return rows;
}

async function dismissMembers(
  db: Kysely<Tables>,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<readonly ChangedTask[]> {
  const { rows } = await sql<ChangedTask>`
    with ${membersChosen(organizationId, chosen)}
    update pushed_group_members m set dismissed_at = now()
    from refused r where ${isRefused}
    returning ${aMember}`.execute(db);
  return rows;
}

/** A {@link ChangedTask}: a member is called by its group and by the target's id of it. */
const aMember = sql`'members' as about, m.application_id as "applicationId", r.name || ': ' || m.remote_id as name`;

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
      select m.organization_id, m.application_id, m.group_id, m.remote_id,
        coalesce(${groupName}, m.group_id::text) as name
      from locked l
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
