import { sql } from 'kysely';
import { isUserId } from '../../directory/users/find-users.ts';
import type { OutboundContext } from '../options.ts';
import { isTask } from './list-tasks.ts';

/** Names one task. */
interface TaskKey {
  /** Slug. */
  readonly application: string;
  readonly user: string;
}

/** The tasks named, or every task, of one application or of all. */
export type ChosenTasks = { readonly tasks: readonly TaskKey[] } | { readonly application?: string | undefined };

/** Makes the pairs due now, as if nothing had been tried yet. Returns how many. */
export async function retryTasks(
  context: OutboundContext,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<number> {
  const applications = await changeTasks(context, organizationId, chosen, sql`next_attempt_at = now(), attempts = 0`);
  // somebody who retries does not want to wait for a pause either
  await sql`
    update applications set paused_until = now()
    where organization_id = ${organizationId} and id = any(${[...new Set(applications)]}::uuid[])
      and paused_until > now()`.execute(context.database.db);
  context.wake();
  return applications.length;
}

/** Takes the tasks from the list until they fail again; nothing is sent. Returns how many. */
export async function dismissTasks(
  context: OutboundContext,
  organizationId: string,
  chosen: ChosenTasks,
): Promise<number> {
  return (await changeTasks(context, organizationId, chosen, sql`dismissed_at = now()`)).length;
}

/** The application of each task that was changed. */
async function changeTasks(
  context: OutboundContext,
  organizationId: string,
  chosen: ChosenTasks,
  change: ReturnType<typeof sql>,
): Promise<string[]> {
  const { rows } = await sql<{ application_id: string }>`
    with locked as (
      select p.organization_id, p.application_id, p.user_id from app_users p
      join applications a on a.organization_id = p.organization_id and a.id = p.application_id
      where p.organization_id = ${organizationId} and ${isTask} and ${conditionOf(chosen)}
      order by p.organization_id, p.application_id, p.user_id
      for update of p
    )
    update app_users p set ${change}
    from locked l
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
    returning p.application_id`.execute(context.database.db);
  for (const id of new Set(rows.map((row) => row.application_id))) context.touch(organizationId, id);
  return rows.map((row) => row.application_id);
}

function conditionOf(chosen: ChosenTasks): ReturnType<typeof sql> {
  if (!('tasks' in chosen)) {
    return chosen.application === undefined ? sql`true` : sql`a.slug = ${chosen.application}`;
  }
  const named = chosen.tasks.filter(({ user }) => isUserId(user));
  return sql`(a.slug, p.user_id) in (
    select * from unnest(
      ${named.map(({ application }) => application)}::text[],
      ${named.map(({ user }) => user)}::uuid[]
    ))`;
}
