import type { AssignedValues, SourceUser } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** The groups of the user `u`, for statements that read users: an array of `{id, name}` in the order of names. */
export const groupsOfUser: RawBuilder<SourceUser['groups']> = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.display_name) order by g.display_name_key)
  from group_members m join groups g on g.organization_id = m.organization_id and g.id = m.group_id
  where m.organization_id = u.organization_id and m.user_id = u.id
), '[]'::jsonb)`;

/** What the row of an assignment sets. */
export function assignedValues(userName: string | null): AssignedValues {
  return userName === null ? {} : { userName };
}

/** One user with its groups, and the login name that the assignment to the application sets. */
export async function findSourceUser(
  db: Kysely<Tables>,
  place: { readonly organizationId: string; readonly applicationId: string },
  userId: string,
  now: number,
): Promise<{ readonly user: SourceUser; readonly values: AssignedValues } | undefined> {
  if (!isUserId(userId)) return undefined;
  const { rows } = await sql<{
    user_name: string;
    resource: JsonObject;
    groups: SourceUser['groups'];
    assigned: string | null;
  }>`
    select u.user_name, u.resource, ${groupsOfUser} as groups, s.user_name as assigned
    from users u
    left join assignments s on s.organization_id = u.organization_id and s.user_id = u.id
      and s.application_id = ${place.applicationId}
    where u.organization_id = ${place.organizationId} and u.id = ${userId}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const user = { id: userId, userName: row.user_name, resource: row.resource, groups: row.groups, readAt: now };
  return { user, values: assignedValues(row.assigned) };
}
