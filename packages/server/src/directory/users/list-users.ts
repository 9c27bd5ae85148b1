import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { readGroupsOfUsers, type GroupOfUser } from '../groups/groups-of-users.ts';
import { readConnectionsOfUsers } from '../links/connections-of-users.ts';
import { readDepartmentsOfUsers, type UserDepartment } from '../memberships/departments-of-users.ts';
import { profileSchema } from './profile-schema.ts';
import { toStoredUser, type StoredUser, type UserRow } from './stored-user.ts';
import { filterConditions, type UserFilter } from './user-filter.ts';
import { stateOfUser } from './users-table.ts';

type UserSort = 'loginName' | 'displayName' | 'createdAt' | 'modifiedAt' | 'sortOrder';

/** More than any order there is: users without one come last. */
const noOrder = 2_147_483_648;

/** The place of a row in a sorted list: its sort key as text, and its id where keys are the same. */
export interface RowKey {
  readonly key: string;
  readonly id: string;
}

/** A row of a list. */
export interface PlacedUser extends ListedUser {
  readonly place: RowKey;
}

/** What a list of the console asks for. */
export interface UserQuery extends UserFilter {
  readonly sort?: UserSort | undefined;
  readonly descending?: boolean | undefined;
  /** The last row of the page before. */
  readonly after?: RowKey | undefined;
  readonly limit: number;
}

/** A user with what the SCIM resource does not hold. */
export interface ListedUser {
  readonly user: StoredUser;
  /** The preferred one first. */
  readonly departments: readonly UserDepartment[];
  /** By name. */
  readonly groups: readonly GroupOfUser[];
  /** Ids of the connections that the user is linked with. */
  readonly connections: readonly string[];
}

interface SortedBy {
  readonly key: RawBuilder<unknown>;
  readonly type: RawBuilder<unknown>;
  /** Where the key is not in the table of the users: the table that has it with their ids, and how it is joined. */
  readonly beside?: { readonly id: RawBuilder<unknown>; readonly join: RawBuilder<unknown> };
}

/** What rows are sorted by, and the type of the key. Ids grow with time, so they stand for the time of creation. */
const sortKeys: Readonly<Record<UserSort, SortedBy>> = {
  loginName: { key: sql`user_name_key`, type: sql`text` },
  displayName: { key: sql`lower(display_name) collate "C"`, type: sql`text` },
  createdAt: { key: sql`id`, type: sql`uuid` },
  modifiedAt: {
    key: sql`state.modified_at`,
    type: sql`timestamptz`,
    beside: { id: sql`state.user_id`, join: sql`join ${stateOfUser}` },
  },
  sortOrder: {
    // users with a profile of ours keep their search documents (see `isFoldedByLetters`)
    key: sql`coalesce((search -> ${sql.lit(profileSchema.id.toLowerCase())} ->> 'sortorder')::numeric, ${sql.lit(noOrder)})`,
    type: sql`numeric`,
  },
};

const selected = sql`users.organization_id, users.id, user_name, external_id, display_name, active, inactive_as, resource, version,
  created_at, modified_at`;

/** The users of these rows with their departments, groups and connections: three more queries, whatever the number of users. */
async function complete(
  db: Kysely<Tables>,
  organizationId: string,
  rows: readonly UserRow[],
): Promise<readonly ListedUser[]> {
  const ids = rows.map(({ id }) => id);
  const [departments, groups, connections] = await Promise.all([
    readDepartmentsOfUsers(db, organizationId, ids),
    readGroupsOfUsers(db, organizationId, ids),
    readConnectionsOfUsers(db, organizationId, ids),
  ]);
  return rows.map((row) => ({
    user: toStoredUser(row),
    departments: departments.get(row.id) ?? [],
    groups: groups.get(row.id) ?? [],
    connections: connections.get(row.id) ?? [],
  }));
}

/** A row of an answer that has a row for its total alone where the page is empty. */
type PageRow = UserRow & { readonly total: number; readonly key: string | null };

/** What orders and cuts a page. */
function orderOf({ sort = 'loginName', descending = false, after }: UserQuery) {
  const { key, type, beside = { id: sql`users.id`, join: sql`` } } = sortKeys[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(key, id) ${descending ? sql`<` : sql`>`} (${after.key}::${type}, ${after.id}::uuid)`;
  return { key, direction, beyond, ...beside };
}

/** One page, and how many users match in all. Those who match are looked for once, for both. */
export async function listUsers(
  db: Kysely<Tables>,
  organizationId: string,
  query: UserQuery,
): Promise<{ readonly users: readonly PlacedUser[]; readonly total: number }> {
  const { key, direction, beyond, id, join } = orderOf(query);
  const conditions = filterConditions(query);
  const matching = sql.join([sql`users.organization_id = ${organizationId}`, ...conditions], sql` and `);
  const everybody = conditions.length === 0;
  const { rows } = await sql<PageRow>`
    with matching as ${everybody ? sql`not materialized` : sql`materialized`} (
      select ${id} as id, ${key} as key from users ${join} where ${matching}
    ), page as (
      select id, key from matching where ${beyond} order by key ${direction}, id ${direction} limit ${query.limit}
    )
    select counted.total, page.key::text as key, ${selected}
    from (${
      everybody
        ? sql`select coalesce(sum(total), 0)::integer as total from resource_counts
            where organization_id = ${organizationId} and resource_type = 'User'`
        : sql`select count(*)::integer as total from matching`
    }) as counted
    left join page on true
    left join users on users.organization_id = ${organizationId} and users.id = page.id
    order by page.key ${direction}, page.id ${direction}`.execute(db);
  const page = rows.filter(({ key }) => key !== null);
  const users = await complete(db, organizationId, page);
  return {
    users: users.map((one, index) => ({ ...one, place: { key: page[index]?.key ?? '', id: one.user.id } })),
    total: rows[0]?.total ?? 0,
  };
}

/** Ids of users who match, in the order of their creation, after one of them and up to another. */
export async function listUserIds(
  db: Kysely<Tables>,
  organizationId: string,
  { filter, after, upTo, limit }: { filter: UserFilter; after: string | undefined; upTo: string; limit: number },
): Promise<string[]> {
  const beyond = after === undefined ? [] : [sql`id > ${after}::uuid`];
  const within = sql`organization_id = ${organizationId} and id <= ${upTo}::uuid`;
  const conditions = [within, ...filterConditions(filter), ...beyond];
  const { rows } = await sql<{ id: string }>`
    select id from users where ${sql.join(conditions, sql` and `)} order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Login names by id, of those who exist. */
export async function findLoginNames(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; user_name: string }>`
    select id, user_name from users where organization_id = ${organizationId} and id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, user_name }) => [id, user_name]));
}

/** One user with departments, groups and connections. */
export async function findListedUser(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<ListedUser | undefined> {
  const { rows } = await sql<UserRow>`
    select ${selected} from users where organization_id = ${organizationId} and id = ${id}`.execute(db);
  const [user] = await complete(db, organizationId, rows);
  return user;
}
