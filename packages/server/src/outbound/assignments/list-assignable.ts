import { sql } from 'kysely';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { effectiveAssignment } from './effective-assignment.ts';
import type { AssignmentKind } from './personal-commands.ts';

/** A person of the directory, and how it is assigned to an application; absent: not at all. */
interface AssignableUser {
  readonly id: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly assigned?: AssignmentKind;
}

export interface AssignableQuery {
  /** Part of a login name or display name. */
  readonly search?: string | undefined;
  /** The login name after which the page begins, folded. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page by login name; undefined where there is no such application. */
export async function listAssignable(
  context: OutboundContext,
  place: ApplicationPlace,
  { search = '', after, limit }: AssignableQuery,
): Promise<readonly AssignableUser[] | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const { rows } = await sql<{ id: string; user_name: string; display_name: string; kind: AssignmentKind | null }>`
    select k.user_id as id, k.user_name, k.display_name,
      case when e.user_id is null then null when e.group_id is null then 'personal' else 'group' end as kind
    from (
      select u.organization_id, ${applicationId}::uuid as application_id, u.id as user_id, u.user_name, u.display_name,
        u.user_name_key
      from users u
      where u.organization_id = ${place.organizationId}
        and (${after ?? null}::text is null or u.user_name_key > ${after ?? null})
        and (${search} = '' or u.user_name ilike ${pattern} or u.display_name ilike ${pattern})
      order by u.user_name_key
      limit ${limit}
    ) k
    left join lateral ${effectiveAssignment} e on true
    order by k.user_name_key`.execute(db);
  return rows.map(({ id, user_name: loginName, display_name: displayName, kind }) => ({
    id,
    loginName,
    displayName,
    ...(kind === null ? {} : { assigned: kind }),
  }));
}
