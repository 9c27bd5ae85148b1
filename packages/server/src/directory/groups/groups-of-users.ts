import type { Kysely } from 'kysely';
import { plainArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** A group that a user is directly a member of. */
export interface GroupOfUser {
  readonly id: string;
  readonly displayName: string;
}

/** The same of the user of a row of `users`, as JSON by name; null for none. */
export const groupsOfUser = `(
  select json_agg(json_build_object('id', groups.id, 'displayName', groups.display_name)
    order by groups.display_name_key)
  from group_members join groups
    on groups.organization_id = group_members.organization_id and groups.id = group_members.group_id
  where group_members.organization_id = users.organization_id and group_members.user_id = users.id
)`;

const read = prepare<{ user_id: string; id: string; display_name: string }>(
  'groups by user',
  `select group_members.user_id, groups.id, groups.display_name
   from group_members join groups
     on groups.organization_id = group_members.organization_id and groups.id = group_members.group_id
   where group_members.organization_id = $1 and group_members.user_id = any($2::uuid[])
   order by groups.display_name_key`,
);

/** The groups of several users by user, each list by name; a user without groups is not in the answer. One query. */
export async function readGroupsOfUsers(
  db: Kysely<Tables>,
  organizationId: string,
  userIds: readonly string[],
): Promise<Map<string, GroupOfUser[]>> {
  if (userIds.length === 0) return new Map();
  const rows = await read(db, [organizationId, plainArray(userIds)]);
  const byUser = new Map<string, GroupOfUser[]>();
  for (const { user_id, id, display_name } of rows) {
    const groups = byUser.get(user_id) ?? [];
    groups.push({ id, displayName: display_name });
    byUser.set(user_id, groups);
  }
  return byUser;
}
