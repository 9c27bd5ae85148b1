import type { AssignedValues, SourceApplication, SourceOrganization, SourceUser } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';
import {
  assignedColumns,
  assignedValues,
  effectiveAssignment,
  personalValuesOf,
  type AssignedRow,
} from '../assignments/effective-assignment.ts';
import { withRelated, type RelatedReads } from './related-profiles.ts';

/** The groups of the user `u`, for statements that read users: an array of `{id, name}` in the order of names. */
export const groupsOfUser: RawBuilder<SourceUser['groups']> = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.display_name) order by g.display_name_key)
  from group_members m join groups g on g.organization_id = m.organization_id and g.id = m.group_id
  where m.organization_id = u.organization_id and m.user_id = u.id
), '[]'::jsonb)`;

/** The organization of the user `u`, likewise. */
export const organizationOfUser: RawBuilder<SourceOrganization> = sql`(
  select jsonb_build_object('name', o.name, 'slug', o.slug) from organizations o where o.id = u.organization_id
)`;

interface FoundUser {
  readonly user: SourceUser;
  readonly values: AssignedValues;
  readonly accountName: string | undefined;
}

interface SourceRow extends AssignedRow {
  readonly user_name: string;
  readonly resource: JsonObject;
  readonly groups: SourceUser['groups'];
  readonly organization: SourceOrganization;
  readonly application: SourceApplication;
  readonly account_name: string | null;
}

/**
 * One user with its groups, what `reads` says of others, and what assignments to the application set. `accountName`: the
 * login name of the account that is there.
 */
export async function findSourceUser(
  db: Kysely<Tables>,
  place: { readonly organizationId: string; readonly applicationId: string; readonly reads: RelatedReads },
  userId: string,
  now: number,
): Promise<FoundUser | undefined> {
  if (!isUserId(userId)) return undefined;
  const { rows } = await sql<SourceRow>`
    select u.user_name, u.resource, ${groupsOfUser} as groups,
      ${organizationOfUser} as organization, jsonb_build_object('name', a.name, 'baseUrl', a.base_url) as application,
      p.applied_profile ->> 'userName' as account_name, ${assignedColumns}
    from (
      select ${place.organizationId}::uuid as organization_id, ${place.applicationId}::uuid as application_id,
        ${userId}::uuid as user_id
    ) k
    join users u on u.organization_id = k.organization_id and u.id = k.user_id
    join applications a on a.organization_id = k.organization_id and a.id = k.application_id
    left join app_users p on p.organization_id = k.organization_id and p.application_id = k.application_id
      and p.user_id = k.user_id and p.remote_id is not null
    left join lateral ${effectiveAssignment} e on true
    left join ${personalValuesOf}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { user_name: userName, resource, groups, organization, application } = row;
  const plain = { id: userId, userName, resource, groups, organization, application, readAt: now };
  const [user = plain] = await withRelated(db, place.organizationId, [plain], place.reads);
  return { user, values: assignedValues(row), accountName: row.account_name ?? undefined };
}
