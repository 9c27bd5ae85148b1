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

/** The users among `ids` that exist, in no particular order. */
export async function findUsersByIds(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<StoredUser[]> {
  const known = ids.filter(isUserId);
  if (known.length === 0) return [];
  const rows = await db
    .selectFrom('users')
    .select(userColumns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', sql<string>`any(${known}::uuid[])`)
    .execute();
  return rows.map(toStoredUser);
}

/** Compares without regard to case. */
export async function findUserByName(
  db: Kysely<Tables>,
  organizationId: string,
  userName: string,
): Promise<StoredUser | undefined> {
  const row = await db
    .selectFrom('users')
    .select(userColumns)
    .where('organization_id', '=', organizationId)
    .where('user_name_key', '=', userNameKey(userName))
    .executeTakeFirst();
  return row === undefined ? undefined : toStoredUser(row);
}
