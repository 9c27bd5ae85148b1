import { ScimError, type CheckedFilter } from '@lockstep/scim';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { isResourceId } from '../resource-id.ts';
import { groupNameKey, toStoredGroup, type GroupRow, type StoredGroup } from './stored-group.ts';

export interface GroupSearch {
  readonly filter: CheckedFilter | undefined;
  readonly offset: number;
  readonly limit: number;
}

function hasMember(id: string): RawBuilder<unknown> {
  if (!isResourceId(id)) return sql`false`;
  return sql`exists (
    select from group_members
    where group_members.organization_id = groups.organization_id and group_members.group_id = groups.id
      and group_members.user_id = ${id})`;
}

function toEquality(path: string, value: string): RawBuilder<unknown> | undefined {
  switch (path) {
    case 'id':
      return isResourceId(value) ? sql`id = ${value}` : sql`false`;
    case 'displayName':
      return sql`display_name_key = ${groupNameKey(value)}`;
    case 'externalId':
      return sql`external_id = ${value}`;
    case 'members.value':
      return hasMember(value);
    default:
      return undefined;
  }
}

/** The condition of a filter that an index answers. */
function toCondition(filter: CheckedFilter): RawBuilder<unknown> {
  if (filter.kind === 'and') return sql`(${sql.join(filter.operands.map(toCondition), sql` and `)})`;
  // one comparison in brackets says the same as without them
  if (filter.kind === 'valuePath' && filter.filter.kind === 'comparison') return toCondition(filter.filter);
  const condition =
    filter.kind === 'comparison' && filter.operator === 'eq'
      ? toEquality(filter.attribute.path, String(filter.value))
      : undefined;
  if (condition !== undefined) return condition;
  throw ScimError.invalidFilter('Filter groups by displayName, externalId, id or members with "eq", joined by "and".');
}

/** Groups that a SCIM filter selects, without their members, in a stable order, and how many there are in all. */
export async function searchGroups(
  db: Kysely<Tables>,
  organizationId: string,
  { filter, offset, limit }: GroupSearch,
): Promise<{ readonly total: number; readonly groups: readonly StoredGroup[] }> {
  const condition = sql`organization_id = ${organizationId} and ${filter === undefined ? sql`true` : toCondition(filter)}`;
  const [count, page] = await Promise.all([
    sql<{ total: number }>`select count(*)::integer as total from groups where ${condition}`.execute(db),
    sql<GroupRow>`
      select organization_id, id, display_name, external_id, resource, version, created_at, modified_at
      from groups where ${condition} order by id offset ${offset} limit ${limit}`.execute(db),
  ]);
  return { total: count.rows[0]?.total ?? 0, groups: page.rows.map(toStoredGroup) };
}
