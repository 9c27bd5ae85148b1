import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';

/** A user of a directory that an administrator is tied to. */
interface LinkedUser {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly slug: string;
  readonly userId: string;
}

/** By the organization's name. */
export async function linkedUsers(db: Kysely<Tables>, administratorId: string): Promise<LinkedUser[]> {
  const rows = await db
    .selectFrom('administrator_roles')
    .innerJoin('organizations', 'organizations.id', 'administrator_roles.organization_id')
    .select(['organizations.id', 'organizations.name', 'slug', 'user_id'])
    .where('administrator_id', '=', administratorId)
    .orderBy('organizations.name')
    .execute();
  return rows.flatMap(({ id, name, slug, user_id }) =>
    user_id === null ? [] : [{ organizationId: id, organizationName: name, slug, userId: user_id }],
  );
}
