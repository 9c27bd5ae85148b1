import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { readGroupsOfUsers, type GroupOfUser } from '../groups/groups-of-users.ts';
import { readDepartmentsOfUsers, type UserDepartment } from '../memberships/departments-of-users.ts';
import { toStoredUser, userNameKey, type StoredUser, type UserRow } from './stored-user.ts';

/** What a list of the console asks for. `search` looks in login name, display name and e-mail addresses. */
export interface UserQuery {
  readonly search?: string | undefined;
  readonly loginName?: string | undefined;
  readonly status?: 'active' | 'inactive' | undefined;
  /** The login-name key of the last user of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A user with what the SCIM resource does not hold. */
export interface ListedUser {
  readonly user: StoredUser;
  /** The preferred one first. */
  readonly departments: readonly UserDepartment[];
  /** By name. */
  readonly groups: readonly GroupOfUser[];
}

function likePattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

function conditions({ search, loginName, status }: UserQuery): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (loginName !== undefined) parts.push(sql`user_name_key = ${userNameKey(loginName)}`);
  if (status !== undefined) parts.push(sql`active = ${status === 'active'}`);
  if (search !== undefined && search !== '') {
    const pattern = likePattern(search);
    parts.push(sql`(user_name_key like ${pattern} or lower(display_name) like ${pattern}
      or lower((resource -> 'emails')::text) like ${pattern})`);
  }
  return sql.join(parts, sql` and `);
}

const selected = sql`organization_id, id, user_name, external_id, display_name, active, resource, version, created_at,
  modified_at`;

/** The users of these rows with their departments and groups: two more queries, whatever the number of users. */
async function complete(
  db: Kysely<Tables>,
  organizationId: string,
  rows: readonly UserRow[],
): Promise<readonly ListedUser[]> {
  const ids = rows.map(({ id }) => id);
  const [departments, groups] = await Promise.all([
    readDepartmentsOfUsers(db, organizationId, ids),
    readGroupsOfUsers(db, organizationId, ids),
  ]);
  return rows.map((row) => ({
    user: toStoredUser(row),
    departments: departments.get(row.id) ?? [],
    groups: groups.get(row.id) ?? [],
  }));
}

/** One page ordered by login name, and how many users match in all. */
export async function listUsers(
  db: Kysely<Tables>,
  organizationId: string,
  query: UserQuery,
): Promise<{ readonly users: readonly ListedUser[]; readonly total: number }> {
  const matching = sql`organization_id = ${organizationId} and ${conditions(query)}`;
  const after = query.after === undefined ? sql`true` : sql`user_name_key > ${query.after}`;
  const [page, count] = await Promise.all([
    sql<UserRow>`
      select ${selected} from users where ${matching} and ${after}
      order by user_name_key limit ${query.limit}`.execute(db),
    sql<{ total: number }>`select count(*)::integer as total from users where ${matching}`.execute(db),
  ]);
  return { users: await complete(db, organizationId, page.rows), total: count.rows[0]?.total ?? 0 };
}

/** One user with departments and groups. */
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
