import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { isResourceId } from '../resource-id.ts';
import { toStoredUser, userColumns, userNameKey, type StoredUser } from './stored-user.ts';

export function isUserId(id: string): boolean {
  return isResourceId(id);
}

export async function findUser(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<StoredUser | undefined> {
  if (!isUserId(id)) return undefined;
  const row = await db
    .selectFrom('users')
    .select(userColumns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toStoredUser(row);
}

/** The users among those who have these login names, compared without regard to case, in no particular order. */
export async function findUsersByNames(
  db: Kysely<Tables>,
  organizationId: string,
  names: readonly string[],
): Promise<StoredUser[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectFrom('users')
    .select(userColumns)
    .where('organization_id', '=', organizationId)
    .where('user_name_key', '=', sql<string>`any(${names.map(userNameKey)}::text[])`)
    .execute();
  return rows.map(toStoredUser);
}
