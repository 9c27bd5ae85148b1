import { sql, type Kysely } from 'kysely';
import type { AttributeChange, ChangedResource } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** Users whose groups are others now, or called otherwise, and the applications that have an expression about groups. */
export interface Regrouped {
  readonly users: readonly string[];
  readonly applications: readonly string[];
}

const nobody: Regrouped = { users: [], applications: [] };

/** Whom the changes of groups concern. Nobody where no expression of the organization reads groups. */
export async function findRegrouped(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly ChangedResource[],
): Promise<Regrouped> {
  const changed = changes.filter(({ resourceType }) => resourceType === 'Group');
  if (changed.length === 0) return nobody;
  const readers = await db
    .selectFrom('applications')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('reads_groups', '=', true)
    .orderBy('id')
    .execute();
  if (readers.length === 0) return nobody;
  const groups = await readGroupChanges(db, changed);
  const moved = groups.flatMap(movedMembers);
  const renamed = groups.filter(({ attributes }) => attributes.some(({ path }) => path === 'displayName'));
  if (groups.some(({ operation }) => operation === 'delete')) return everybodyOf(db, organizationId, readers);
  const members = await membersOf(db, organizationId, new Set(renamed.map(({ resourceId }) => resourceId)));
  const users = new Set([...moved, ...members]);
  return { users: [...users], applications: readers.map(({ id }) => id) };
}

/** What became of one group, or of another resource. */
export interface GroupEntry {
  readonly resourceId: string;
  readonly operation: 'create' | 'update' | 'delete';
  readonly attributes: readonly AttributeChange[];
}

/** The entries of the feed with what they say. */
export async function readGroupChanges(db: Kysely<Tables>, changes: readonly ChangedResource[]): Promise<GroupEntry[]> {
  const { rows } = await sql<GroupEntry>`
    select resource_id as "resourceId", operation, attributes from changes
    where (xid, seq) in (
      select * from unnest(
        ${changes.map(({ position }) => position.xid)}::text[]::xid8[],
        ${changes.map(({ position }) => position.seq)}::bigint[]
      )
    )`.execute(db);
  return rows;
}

/** Who came into the group, and who left it. */
export function movedMembers({ attributes }: GroupEntry): string[] {
  return attributes
    .filter(({ path }) => path === 'members')
    .flatMap(({ before, after }) => [before, after].flat())
    .filter((id) => typeof id === 'string');
}

/** Everybody of some applications. Who was in a group that is gone cannot be asked any more; to look at somebody for nothing sends nothing. */
export async function everybodyOf(
  db: Kysely<Tables>,
  organizationId: string,
  readers: readonly { readonly id: string }[],
): Promise<Regrouped> {
  const applications = readers.map(({ id }) => id);
  const rows = await db
    .selectFrom('app_users')
    .select('user_id')
    .distinct()
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', sql<string>`any(${applications}::uuid[])`)
    .execute();
  return { users: rows.map((row) => row.user_id), applications };
}

async function membersOf(db: Kysely<Tables>, organizationId: string, groups: ReadonlySet<string>): Promise<string[]> {
  if (groups.size === 0) return [];
  const rows = await db
    .selectFrom('group_members')
    .select('user_id')
    .where('organization_id', '=', organizationId)
    .where('group_id', '=', sql<string>`any(${[...groups]}::uuid[])`)
    .execute();
  return rows.map((row) => row.user_id);
}
