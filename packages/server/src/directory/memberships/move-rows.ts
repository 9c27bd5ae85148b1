import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

export interface JoinTable {
  readonly table: 'user_departments' | 'group_members';
  readonly column: 'department_id' | 'group_id';
}

/** Membership of one user in one group or department. */
export interface Pair {
  readonly userId: string;
  readonly id: string;
}

export interface MovedRows {
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
}

/** Makes the rows that these users have in a join table equal to `wanted`, which is of these users only. */
export async function moveRows(
  db: Kysely<Tables>,
  { table, column }: JoinTable,
  { organizationId, userIds, wanted }: { organizationId: string; userIds: readonly string[]; wanted: readonly Pair[] },
): Promise<MovedRows> {
  // one order for everybody, so that two imports never wait for each other in a circle
  const ordered = [...wanted].sort((a, b) => (a.id + a.userId < b.id + b.userId ? -1 : 1));
  const pairs = sql`unnest(${ordered.map(({ userId }) => userId)}::uuid[], ${ordered.map(({ id }) => id)}::uuid[])`;
  const removed = await sql<Pair>`
    delete from ${sql.table(table)} as held
    where organization_id = ${organizationId} and user_id = any(${userIds}::uuid[])
      and not exists (
        select from ${pairs} as wanted (user_id, id)
        where wanted.user_id = held.user_id and wanted.id = held.${sql.ref(column)}
      )
    returning user_id as "userId", ${sql.ref(column)} as id`.execute(db);
  const added = await sql<Pair>`
    insert into ${sql.table(table)} (organization_id, user_id, ${sql.ref(column)})
    select ${organizationId}, * from ${pairs}
    on conflict do nothing
    returning user_id as "userId", ${sql.ref(column)} as id`.execute(db);
  return { added: added.rows, removed: removed.rows };
}
