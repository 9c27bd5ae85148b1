import { sql, type Kysely } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { movedMembers, readGroupChanges } from '../mappings/regrouped-users.ts';

/** People of one application whose assignment by a group may have come, gone or changed. */
export interface GroupMove {
  readonly applicationId: string;
  readonly users: readonly string[];
}

/** Whom the changes of groups assign or unassign. Nobody where no group of the organization is assigned. */
export async function findGroupMoves(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly ChangedResource[],
): Promise<GroupMove[]> {
  const changed = changes.filter(({ resourceType }) => resourceType === 'Group');
  if (changed.length === 0) return [];
  const concerned = await concernedApplications(db, organizationId, [
    ...new Set(changed.map(({ resourceId }) => resourceId)),
  ]);
  if (concerned.length === 0) return [];
  const groups = new Set(concerned.map((one) => one.group_id));
  const entries = await readGroupChanges(
    db,
    changed.filter(({ resourceId }) => groups.has(resourceId)),
  );
  const moved = new Map<string, Set<string>>();
  const add = (applicationId: string, users: readonly string[]): void => {
    const known = moved.get(applicationId) ?? new Set();
    moved.set(applicationId, new Set([...known, ...users]));
  };
  for (const { application_id: applicationId, group_id: groupId } of concerned) {
    for (const entry of entries.filter(({ resourceId }) => resourceId === groupId)) {
      const left = entry.operation === 'delete' ? await assignedBy(db, organizationId, applicationId, groupId) : [];
      add(applicationId, [...movedMembers(entry), ...left]);
    }
  }
  return [...moved].map(([applicationId, users]) => ({ applicationId, users: [...users] }));
}

/** Where the groups are assigned, or were until they were deleted. */
async function concernedApplications(
  db: Kysely<Tables>,
  organizationId: string,
  groups: readonly string[],
): Promise<readonly { readonly application_id: string; readonly group_id: string }[]> {
  const { rows } = await sql<{ application_id: string; group_id: string }>`
    select application_id, group_id from group_assignments
    where organization_id = ${organizationId} and group_id = any(${groups}::uuid[])
    union
    select application_id, group_id from app_users
    where organization_id = ${organizationId} and group_id = any(${groups}::uuid[])
      and not exists (
        select from groups g where g.organization_id = ${organizationId} and g.id = app_users.group_id
      )
    order by application_id, group_id`.execute(db);
  return rows;
}

/** Whose assignment came from the group when it was last looked at. */
async function assignedBy(
  db: Kysely<Tables>,
  organizationId: string,
  applicationId: string,
  groupId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('app_users')
    .select('user_id')
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('group_id', '=', groupId)
    .execute();
  return rows.map((row) => row.user_id);
}
