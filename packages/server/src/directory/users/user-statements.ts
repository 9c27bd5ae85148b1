import { sql, type Kysely } from 'kysely';
import { jsonArray, jsonbArray, plainArray, textArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { userTypeIn, type BatchTypes } from '../custom-types/batch-types.ts';
import type { LockedUser, UserLink } from '../links/link.ts';
import { searchColumnsOf, type SearchColumns } from './search-columns.ts';
import { toStoredUser, userNameKey, type StoredUser, type UserRow } from './stored-user.ts';

type LockedRow = UserRow & { readonly links: UserLink[] | null; readonly is_administrator: boolean };

function toLockedUser({ links, is_administrator: isAdministrator, ...row }: LockedRow): LockedUser {
  return { ...toStoredUser(row), links: links ?? [], isAdministrator };
}

/** What a write reads of a user itself. */
export const storedColumns = `
  users.organization_id, users.id, user_name, external_id, display_name, active, inactive_as, resource, version,
  created_at, modified_at`;

/** Whether the user administers the organization. */
export const administers = `
  exists (
    select from administrators
    where (lower(email) = users.user_name_key or users.email_keys @> jsonb_build_array(lower(email))) and (everywhere or exists (
        select from administrator_roles
        where administrator_id = administrators.id and administrator_roles.organization_id = users.organization_id
          and role <> 'user'
      ))
  )`;

const lockedColumns = `
  ${storedColumns}, tied.links, case when tied.is_linked then false else ${administers} end as is_administrator`;

/** An aggregate is worked out for each user alone; for an "exists" PostgreSQL may read the links of everybody. */
const tied = `
  cross join lateral (
    select
      json_agg(json_build_object(
        'connectionId', connection_id, 'state', state, 'heldLoginName', held_login_name
      )) as links,
      coalesce(bool_or(state = 'linked'), false) as is_linked
    from links where links.organization_id = users.organization_id and links.user_id = users.id
  ) as tied`;

const lock = prepare<LockedRow>(
  'lock users',
  `select ${lockedColumns}
   from unnest($1::uuid[], $2::uuid[]) as wanted (organization_id, id)
   join users on users.organization_id = wanted.organization_id and users.id = wanted.id
   ${tied}
   order by users.organization_id, users.id
   for update of users`,
);

/** Reads and locks the users named (whoever is named twice comes twice), in a fixed order so that two batches never wait for each other in a circle. */
export async function lockUserRows(
  transaction: Kysely<Tables>,
  users: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<LockedUser[]> {
  if (users.length === 0) return [];
  const rows = await lock(transaction, [
    plainArray(users.map((user) => user.organizationId)),
    plainArray(users.map((user) => user.id)),
  ]);
  return rows.map(toLockedUser);
}

const lockByName = prepare<LockedRow>(
  'lock users by name',
  `select ${lockedColumns}
   from unnest($1::uuid[], $2::text[]) as wanted (organization_id, user_name_key)
   join users on users.organization_id = wanted.organization_id and users.user_name_key = wanted.user_name_key
   ${tied}
   order by users.organization_id, users.id
   for update of users`,
);

/** The same by login name. */
export async function lockUserRowsByName(
  transaction: Kysely<Tables>,
  users: readonly { readonly organizationId: string; readonly userName: string }[],
): Promise<LockedUser[]> {
  if (users.length === 0) return [];
  const rows = await lockByName(transaction, [
    plainArray(users.map((user) => user.organizationId)),
    textArray(users.map((user) => userNameKey(user.userName))),
  ]);
  return rows.map(toLockedUser);
}

/**
 * The columns that a creation and a change have in common, as parameters in the order of the statements. Of those in
 * `alike` what queries compare with stays as it is.
 */
export function columnValues(
  users: readonly StoredUser[],
  types: BatchTypes,
  alike: ReadonlySet<StoredUser> = new Set(),
): unknown[] {
  const searches = users.map((user): SearchColumns | undefined =>
    alike.has(user) ? undefined : searchColumnsOf(userTypeIn(types, user.organizationId), user),
  );
  return [
    plainArray(users.map((user) => user.organizationId)),
    plainArray(users.map((user) => user.id)),
    textArray(users.map((user) => user.userName)),
    textArray(users.map((user) => userNameKey(user.userName))),
    textArray(users.map((user) => user.externalId ?? null)),
    textArray(users.map((user) => user.displayName)),
    plainArray(users.map((user) => user.active)),
    jsonArray(users.map(({ text, resource }) => text ?? JSON.stringify(resource))),
    textArray(users.map((user) => user.inactiveAs ?? null)),
    jsonbArray(searches.map((columns) => columns?.search ?? null)),
    textArray(searches.map((columns) => columns?.displayKey ?? null)),
    jsonbArray(searches.map((columns) => columns?.emailKeys ?? null)),
    textArray(searches.map((columns) => columns?.managerKey ?? null)),
    plainArray(searches.map((columns) => columns?.activeGiven ?? null)),
  ];
}

const update = prepare<never>(
  'update users',
  `update users set
     user_name = new.user_name,
     user_name_key = new.user_name_key,
     external_id = new.external_id,
     display_name = new.display_name,
     active = new.active,
     resource = new.resource,
     inactive_as = new.inactive_as,
     search = new.search,
     display_key = new.display_key,
     email_keys = new.email_keys,
     manager_key = new.manager_key,
     active_given = new.active_given,
     modified_at = new.modified_at,
     version = new.version
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::json[],
     $9::text[], $10::jsonb[], $11::text[], $12::jsonb[], $13::text[], $14::boolean[], $15::timestamptz[],
     $16::integer[]) as new (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource,
     inactive_as, search, display_key, email_keys, manager_key, active_given, modified_at, version)
   where users.organization_id = new.organization_id and users.id = new.id`,
);

export async function updateUserRows(
  transaction: Kysely<Tables>,
  users: readonly StoredUser[],
  types: BatchTypes,
): Promise<void> {
  if (users.length === 0) return;
  await update(transaction, [
    ...columnValues(users, types),
    plainArray(users.map((user) => user.modifiedAt)),
    plainArray(users.map((user) => user.version)),
  ]);
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
