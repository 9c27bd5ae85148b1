import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { isUserId } from '../users/find-users.ts';
import { toStoredUser, type StoredUser, type UserRow } from '../users/stored-user.ts';
import type { GroupOfUser } from './groups-of-users.ts';

/** A user and the groups it is directly in, by name, in one query: reading one user is what clients do most. */
export async function findUserWithGroups(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<{ readonly user: StoredUser; readonly groups: readonly GroupOfUser[] } | undefined> {
  if (!isUserId(id)) return undefined;
  const { rows } = await sql<UserRow & { groups: GroupOfUser[] | null }>`
    select organization_id, id, user_name, external_id, display_name, active, resource, version, created_at, modified_at,
      (
        select json_agg(json_build_object('id', groups.id, 'displayName', groups.display_name)
          order by groups.display_name_key)
        from group_members join groups
          on groups.organization_id = group_members.organization_id and groups.id = group_members.group_id
        where group_members.organization_id = users.organization_id and group_members.user_id = users.id
      ) as groups
    from users where organization_id = ${organizationId} and id = ${id}`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { user: toStoredUser(row), groups: row.groups ?? [] };
}
