import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { GroupMember } from './group-write.ts';
import type { StoredGroup } from './stored-group.ts';

type GroupKey = Pick<StoredGroup, 'organizationId' | 'id'>;

/**
 * Which of these users exist. They cannot be deleted before the transaction ends; they can still be changed by whoever
 * has not locked them yet. One order for everybody, so that two transactions never wait for each other in a circle.
 */
export async function holdUsers(
  transaction: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from users
    where organization_id = ${organizationId} and id = any(${ids}::uuid[])
    order by organization_id, id
    for key share`.execute(transaction);
  return rows.map(({ id }) => id);
}

interface Row {
  user_id: string;
}

async function userIds(transaction: Kysely<Tables>, statement: RawBuilder<Row>): Promise<string[]> {
  const { rows } = await statement.execute(transaction);
  return rows.map(({ user_id }) => user_id);
}

/** Adds users that are held; returns those who were no members before. */
export async function addMembers(
  transaction: Kysely<Tables>,
  group: GroupKey,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  return userIds(
    transaction,
    sql<Row>`
    insert into group_members (organization_id, group_id, user_id)
    select ${group.organizationId}, ${group.id}, id from unnest(${ids}::uuid[]) as added (id)
    on conflict do nothing
    returning user_id`,
  );
}

/** Returns those who were members. */
export async function removeMembers(
  transaction: Kysely<Tables>,
  group: GroupKey,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  return userIds(
    transaction,
    sql<Row>`
    delete from group_members
    where organization_id = ${group.organizationId} and group_id = ${group.id} and user_id = any(${ids}::uuid[])
    returning user_id`,
  );
}

/** Removes everybody but these; returns those who left. */
export async function removeOtherMembers(
  transaction: Kysely<Tables>,
  group: GroupKey,
  ids: readonly string[],
): Promise<string[]> {
  return userIds(
    transaction,
    sql<Row>`
    delete from group_members
    where organization_id = ${group.organizationId} and group_id = ${group.id}
      and not exists (select from unnest(${ids}::uuid[]) as kept (id) where kept.id = group_members.user_id)
    returning user_id`,
  );
}

/** All members with their display names. For the few writes that need them. */
export async function readMembers(transaction: Kysely<Tables>, group: GroupKey): Promise<GroupMember[]> {
  const { rows } = await sql<GroupMember>`
    select users.id, users.display_name as display
    from group_members join users
      on users.organization_id = group_members.organization_id and users.id = group_members.user_id
    where group_members.organization_id = ${group.organizationId} and group_members.group_id = ${group.id}
    order by users.id`.execute(transaction);
  return rows;
}
