import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/** Which of these ids are users, and which of those are in the group. */
export async function readMembership(
  db: Kysely<Tables>,
  { organizationId, group }: { readonly organizationId: string; readonly group: string },
  ids: readonly string[],
): Promise<{ readonly users: readonly string[]; readonly members: ReadonlySet<string> }> {
  const { rows } = await sql<{ id: string; member: boolean }>`
    select u.id, m.user_id is not null as member
    from users u
    left join group_members m
      on m.organization_id = u.organization_id and m.group_id = ${group} and m.user_id = u.id
    where u.organization_id = ${organizationId} and u.id = any(${ids}::uuid[])`.execute(db);
  return {
    users: rows.map(({ id }) => id),
    members: new Set(rows.flatMap(({ id, member }) => (member ? [id] : []))),
  };
}
