import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/** Membership of one user in one group. */
export interface Pair {
  readonly userId: string;
  readonly id: string;
}

export interface MovedMembers {
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
}

/** Makes the groups of these users equal to `wanted`, which is of these users only. */
export async function moveMembers(
  db: Kysely<Tables>,
  { organizationId, userIds, wanted }: { organizationId: string; userIds: readonly string[]; wanted: readonly Pair[] },
): Promise<MovedMembers> {
  // one order for everybody, so that two imports never wait for each other in a circle
  const ordered = [...wanted].sort((a, b) => (a.id + a.userId < b.id + b.userId ? -1 : 1));
  const pairs = sql`unnest(${ordered.map(({ userId }) => userId)}::uuid[], ${ordered.map(({ id }) => id)}::uuid[])`;
  const removed = await sql<Pair>`
    delete from group_members as held
    where organization_id = ${organizationId} and user_id = any(${userIds}::uuid[])
      and not exists (
        select from ${pairs} as wanted (user_id, id)
        where wanted.user_id = held.user_id and wanted.id = held.group_id
      )
    returning user_id as "userId", group_id as id`.execute(db);
  const added = await sql<Pair>`
    insert into group_members (organization_id, user_id, group_id)
    select ${organizationId}, * from ${pairs}
    on conflict do nothing
    returning user_id as "userId", group_id as id`.execute(db);
  return { added: added.rows, removed: removed.rows };
}
