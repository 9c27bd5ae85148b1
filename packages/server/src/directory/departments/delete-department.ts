import { sql, type Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findCoded } from '../coded.ts';
import { DirectoryError } from '../directory-error.ts';
import { trackDepartments } from '../memberships/departments-of-users.ts';
import { writeOrder } from '../reorder.ts';
import { subtreeOf, type Department } from './department.ts';
import { changeTree, type Owner } from './write-departments.ts';

/** What becomes of the departments below: they keep the deletion from happening, move up, or go too. */
export type SubDepartments = 'refuse' | 'lift' | 'delete';

export interface DeletedDepartments {
  readonly departments: number;
  /** Users who left at least one department. */
  readonly members: number;
}

/** Puts the children where their parent stood among its siblings. */
async function liftChildren(
  transaction: Transaction<Tables>,
  { organizationId }: Owner,
  tree: readonly Department[],
  gone: Department,
): Promise<void> {
  const children = tree.filter(({ parentId }) => parentId === gone.id).map(({ id }) => id);
  if (children.length === 0) return;
  const siblings = tree.filter(({ parentId }) => parentId === gone.parentId).map(({ id }) => id);
  await sql`
    update departments set parent_id = ${gone.parentId}
    where organization_id = ${organizationId} and id = any(${children}::uuid[])`.execute(transaction);
  await writeOrder(
    transaction,
    'departments',
    organizationId,
    siblings.flatMap((id) => (id === gone.id ? children : [id])),
  );
}

/** Takes everybody out of these departments; the next department of a user becomes the preferred one. */
async function leaveDepartments(
  transaction: Transaction<Tables>,
  owner: Owner,
  ids: readonly string[],
): Promise<ChangeEntry[]> {
  const { organizationId } = owner;
  // nobody comes in from here on
  await sql`
    select from departments where organization_id = ${organizationId} and id = any(${ids}::uuid[])
    order by id for update`.execute(transaction);
  const { rows } = await sql<{ user_id: string }>`
    select distinct user_id from user_departments
    where organization_id = ${organizationId} and department_id = any(${ids}::uuid[])`.execute(transaction);
  const userIds = rows.map(({ user_id }) => user_id);
  return trackDepartments(transaction, owner, userIds, () =>
    sql`
      delete from user_departments
      where organization_id = ${organizationId} and department_id = any(${ids}::uuid[])`.execute(transaction),
  );
}

/**
 * Deletes a department. Its members stay users and lose the department and the job title that they had in it.
 * @throws DirectoryError not_found; department_not_empty where there are departments below and `below` says so
 */
export async function deleteDepartment(
  database: Database,
  owner: Owner,
  id: string,
  below: SubDepartments,
): Promise<DeletedDepartments> {
  const { organizationId, actor } = owner;
  return changeTree(database, owner, async (transaction, tree) => {
    const gone = findCoded(tree, id, 'department');
    const subtree = [...subtreeOf({ departments: tree }, id)];
    if (subtree.length > 1 && below === 'refuse') {
      throw new DirectoryError('department_not_empty', `${gone.name} has departments below it.`);
    }
    const ids = below === 'delete' ? subtree : [id];
    if (below === 'lift') await liftChildren(transaction, owner, tree, gone);
    const left = await leaveDepartments(transaction, owner, ids);
    await sql`
      delete from departments
      where organization_id = ${organizationId} and id = any(${ids}::uuid[])`.execute(transaction);
    const deleted = ids.map((resourceId): ChangeEntry => ({
      organizationId,
      actor,
      resourceType: 'Department',
      resourceId,
      operation: 'delete',
      attributes: [
        { path: 'code', before: findCoded(tree, resourceId, 'department').code },
        { path: 'name', before: findCoded(tree, resourceId, 'department').name },
      ],
    }));
    await recordChanges(transaction, [...left, ...deleted]);
    return { departments: ids.length, members: left.length };
  });
}
