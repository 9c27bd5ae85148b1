import { sql, type Kysely } from 'kysely';
import { toSearchDocument } from '../../storage/filter-to-sql/search-document.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { toStoredUser, userNameKey, type StoredUser, type UserRow } from './stored-user.ts';
import { userResourceType } from './user-type.ts';

/** Reads and locks the users named, in a fixed order so that two batches never wait for each other in a circle. */
export async function lockUserRows(
  transaction: Kysely<Tables>,
  users: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<StoredUser[]> {
  if (users.length === 0) return [];
  const { rows } = await sql<UserRow>`
    select organization_id, id, user_name, external_id, display_name, active, resource, version, created_at, modified_at
    from users
    where (organization_id, id) in (
      select * from unnest(
        ${users.map((user) => user.organizationId)}::uuid[],
        ${users.map((user) => user.id)}::uuid[]
      )
    )
    order by organization_id, id
    for update`.execute(transaction);
  return rows.map(toStoredUser);
}

function searchText({ resource }: StoredUser): string {
  return JSON.stringify(toSearchDocument(userResourceType, resource));
}

/** Inserts what is free and returns the ids that were inserted; the others' login names are taken. */
export async function insertUserRows(transaction: Kysely<Tables>, users: readonly StoredUser[]): Promise<Set<string>> {
  if (users.length === 0) return new Set();
  // one order for everybody, so that two batches with the same names cannot deadlock on the unique index
  const ordered = [...users].sort((a, b) => (userNameKey(a.userName) < userNameKey(b.userName) ? -1 : 1));
  const { rows } = await sql<{ id: string }>`
    insert into users (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource,
      search, created_at, modified_at)
    select * from unnest(
      ${ordered.map((user) => user.organizationId)}::uuid[],
      ${ordered.map((user) => user.id)}::uuid[],
      ${ordered.map((user) => user.userName)}::text[],
      ${ordered.map((user) => userNameKey(user.userName))}::text[],
      ${ordered.map((user) => user.externalId ?? null)}::text[],
      ${ordered.map((user) => user.displayName)}::text[],
      ${ordered.map((user) => user.active)}::boolean[],
      ${ordered.map((user) => JSON.stringify(user.resource))}::jsonb[],
      ${ordered.map(searchText)}::jsonb[],
      ${ordered.map((user) => user.createdAt)}::timestamptz[],
      ${ordered.map((user) => user.modifiedAt)}::timestamptz[]
    )
    on conflict do nothing
    returning id`.execute(transaction);
  return new Set(rows.map(({ id }) => id));
}

export async function updateUserRows(transaction: Kysely<Tables>, users: readonly StoredUser[]): Promise<void> {
  if (users.length === 0) return;
  await sql`
    update users set
      user_name = new.user_name,
      user_name_key = new.user_name_key,
      external_id = new.external_id,
      display_name = new.display_name,
      active = new.active,
      resource = new.resource,
      search = new.search,
      version = new.version,
      modified_at = new.modified_at
    from unnest(
      ${users.map((user) => user.organizationId)}::uuid[],
      ${users.map((user) => user.id)}::uuid[],
      ${users.map((user) => user.userName)}::text[],
      ${users.map((user) => userNameKey(user.userName))}::text[],
      ${users.map((user) => user.externalId ?? null)}::text[],
      ${users.map((user) => user.displayName)}::text[],
      ${users.map((user) => user.active)}::boolean[],
      ${users.map((user) => JSON.stringify(user.resource))}::jsonb[],
      ${users.map(searchText)}::jsonb[],
      ${users.map((user) => user.version)}::integer[],
      ${users.map((user) => user.modifiedAt)}::timestamptz[]
    ) as new (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource, search,
      version, modified_at)
    where users.organization_id = new.organization_id and users.id = new.id`.execute(transaction);
}

export async function deleteUserRows(transaction: Kysely<Tables>, users: readonly StoredUser[]): Promise<void> {
  if (users.length === 0) return;
  await sql`
    delete from users
    where (organization_id, id) in (
      select * from unnest(
        ${users.map((user) => user.organizationId)}::uuid[],
        ${users.map((user) => user.id)}::uuid[]
      )
    )`.execute(transaction);
}
