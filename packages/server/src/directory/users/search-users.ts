import { ScimError, type CheckedFilter } from '@lockstep/scim';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { toStoredUser, userNameKey, type StoredUser, type UserRow } from './stored-user.ts';

export interface UserSearch {
  readonly filter: CheckedFilter | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The condition of a filter that an index answers. */
function toCondition(filter: CheckedFilter): RawBuilder<unknown> {
  if (filter.kind === 'and') return sql`(${sql.join(filter.operands.map(toCondition), sql` and `)})`;
  if (filter.kind === 'comparison' && filter.operator === 'eq') {
    const value = String(filter.value);
    if (filter.attribute.path === 'userName') return sql`user_name_key = ${userNameKey(value)}`;
    if (filter.attribute.path === 'externalId') return sql`external_id = ${value}`;
    if (filter.attribute.path === 'id') return sql`id::text = ${value}`;
  }
  throw ScimError.invalidFilter('Filter users by userName, externalId or id with "eq", joined by "and".');
}

/** Users that a SCIM filter selects, in a stable order, and how many there are in all. */
export async function searchUsers(
  db: Kysely<Tables>,
  organizationId: string,
  { filter, offset, limit }: UserSearch,
): Promise<{ readonly total: number; readonly users: readonly StoredUser[] }> {
  const condition = sql`organization_id = ${organizationId} and ${filter === undefined ? sql`true` : toCondition(filter)}`;
  const [count, page] = await Promise.all([
    sql<{ total: number }>`select count(*)::integer as total from users where ${condition}`.execute(db),
    sql<UserRow>`
      select organization_id, id, user_name, external_id, display_name, active, resource, version, created_at,
        modified_at
      from users where ${condition} order by id offset ${offset} limit ${limit}`.execute(db),
  ]);
  return { total: count.rows[0]?.total ?? 0, users: page.rows.map(toStoredUser) };
}
