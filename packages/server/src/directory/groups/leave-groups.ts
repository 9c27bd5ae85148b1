import { sql, type Kysely } from 'kysely';
import type { Actor, ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';

interface UserKey {
  readonly organizationId: string;
  readonly id: string;
}

/** A user who is about to be deleted, and by whom. */
export interface Leaver extends UserKey {
  readonly actor: Actor;
}

/**
 * Locks the groups of users who are about to be deleted. To be called before the users are locked: whoever writes
 * groups locks groups first, too, so neither waits for the other in a circle.
 */
export async function lockGroupsOfUsers(transaction: Kysely<Tables>, users: readonly UserKey[]): Promise<void> {
  if (users.length === 0) return;
  await sql`
    select from groups
    where (organization_id, id) in (
      select organization_id, group_id from group_members
      where (organization_id, user_id) in (
        select * from unnest(
          ${users.map(({ organizationId }) => organizationId)}::uuid[],
          ${users.map(({ id }) => id)}::uuid[]
        )
      )
    )
    order by organization_id, id
    for update`.execute(transaction);
}

interface Left {
  readonly organization_id: string;
  readonly group_id: string;
  readonly user_id: string;
}

async function removeMemberships(transaction: Kysely<Tables>, users: readonly UserKey[], now: Date): Promise<Left[]> {
  const { rows } = await sql<Left>`
    with gone as (
      delete from group_members
      where (organization_id, user_id) in (
        select * from unnest(
          ${users.map(({ organizationId }) => organizationId)}::uuid[],
          ${users.map(({ id }) => id)}::uuid[]
        )
      )
      returning organization_id, group_id, user_id
    ), counted as (
      update groups set version = version + 1, modified_at = ${now}
      where (organization_id, id) in (select organization_id, group_id from gone)
    )
    select organization_id, group_id, user_id from gone order by group_id, user_id`.execute(transaction);
  return rows;
}

/** Takes locked users out of their groups; returns one change for each group and actor. */
export async function leaveGroups(
  transaction: Kysely<Tables>,
  leavers: readonly Leaver[],
  now: Date,
): Promise<ChangeEntry[]> {
  if (leavers.length === 0) return [];
  const actors = new Map(leavers.map(({ id, actor }) => [id, actor]));
  const left = await removeMemberships(transaction, leavers, now);
  const byGroupAndActor = Map.groupBy(
    left,
    ({ group_id, user_id }) => `${group_id} ${JSON.stringify(actors.get(user_id))}`,
  );
  return [...byGroupAndActor.values()].flatMap((rows) => {
    const [first] = rows;
    const actor = first === undefined ? undefined : actors.get(first.user_id);
    if (first === undefined || actor === undefined) return [];
    const before = rows.map(({ user_id }) => user_id);
    return [
      {
        organizationId: first.organization_id,
        actor,
        resourceType: 'Group',
        resourceId: first.group_id,
        operation: 'update',
        attributes: [{ path: 'members', before }],
      },
    ];
  });
}
