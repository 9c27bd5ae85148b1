import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { groupNameKey, toStoredGroup, type GroupRow, type StoredGroup } from './stored-group.ts';

export interface ListedGroup {
  readonly group: StoredGroup;
  readonly members: number;
}

interface GroupQuery {
  /** Looks in the name, without regard to case. */
  readonly search?: string | undefined;
  /** The key of the last group's name of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

type ListedRow = GroupRow & { readonly members: number };

const selected = sql`organization_id, id, display_name, external_id, resource, version, created_at, modified_at, (
  select count(*)::integer from group_members
  where group_members.organization_id = groups.organization_id and group_members.group_id = groups.id
) as members`;

function toListedGroup({ members, ...row }: ListedRow): ListedGroup {
  return { group: toStoredGroup(row), members };
}

/** One page ordered by name, and how many groups match in all. */
export async function listGroups(
  db: Kysely<Tables>,
  organizationId: string,
  { search = '', after, limit }: GroupQuery,
): Promise<{ readonly groups: readonly ListedGroup[]; readonly total: number }> {
  const pattern = `%${groupNameKey(search).replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const matching = sql`organization_id = ${organizationId} and display_name_key like ${pattern}`;
  const beyond = after === undefined ? sql`true` : sql`display_name_key > ${after}`;
  const [page, count] = await Promise.all([
    sql<ListedRow>`
      select ${selected} from groups where ${matching} and ${beyond} order by display_name_key limit ${limit}`.execute(
      db,
    ),
    sql<{ total: number }>`select count(*)::integer as total from groups where ${matching}`.execute(db),
  ]);
  return { groups: page.rows.map(toListedGroup), total: count.rows[0]?.total ?? 0 };
}

export async function findListedGroup(
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<ListedGroup | undefined> {
  const { rows } = await sql<ListedRow>`
    select ${selected} from groups where organization_id = ${organizationId} and id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : toListedGroup(rows[0]);
}
