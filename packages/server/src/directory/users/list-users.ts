import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
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

/** A user with the names of what the SCIM resource does not hold. */
export interface ListedUser {
  readonly user: StoredUser;
  readonly departments: readonly string[];
  readonly groups: readonly string[];
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

const namesOf = {
  departments: sql<string[]>`array(
    select name from user_departments join departments using (organization_id)
    where user_departments.organization_id = users.organization_id and user_departments.user_id = users.id
      and departments.id = user_departments.department_id
    order by name)`,
  groups: sql<string[]>`array(
    select groups.display_name from group_members join groups using (organization_id)
    where group_members.organization_id = users.organization_id and group_members.user_id = users.id
      and groups.id = group_members.group_id
    order by groups.display_name)`,
};

type ListedRow = UserRow & { departments: string[]; groups: string[] };

function toListedUser({ departments, groups, ...row }: ListedRow): ListedUser {
  return { user: toStoredUser(row), departments, groups };
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
    sql<ListedRow>`
      select organization_id, id, user_name, external_id, display_name, active, resource, version, created_at,
        modified_at, ${namesOf.departments} as departments, ${namesOf.groups} as groups
      from users where ${matching} and ${after}
      order by user_name_key limit ${query.limit}`.execute(db),
    sql<{ total: number }>`select count(*)::integer as total from users where ${matching}`.execute(db),
  ]);
  return { users: page.rows.map(toListedUser), total: count.rows[0]?.total ?? 0 };
}

/** One user with departments and groups. */
export async function findListedUser(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<ListedUser | undefined> {
  const { rows } = await sql<ListedRow>`
    select organization_id, id, user_name, external_id, display_name, active, resource, version, created_at,
      modified_at, ${namesOf.departments} as departments, ${namesOf.groups} as groups
    from users where organization_id = ${organizationId} and id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : toListedUser(rows[0]);
}
