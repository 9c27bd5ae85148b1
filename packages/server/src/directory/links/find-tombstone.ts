import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/** The login name of a user who was deleted here and whom a tombstone of the connection keeps out. */
export async function findTombstone(
  db: Kysely<Tables>,
  { organizationId, userId }: { readonly organizationId: string; readonly userId: string },
  connectionId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('links')
    .select('login_name')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'tombstoned')
    .executeTakeFirst();
  return row?.login_name ?? undefined;
}
