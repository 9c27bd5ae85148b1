import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor, AttributeChange, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { checkCode, findCoded } from '../coded.ts';
import { DirectoryError } from '../directory-error.ts';
import { inTransaction } from '../in-transaction.ts';
import { placeBefore, writeOrder } from '../reorder.ts';
import { checkParent, departmentLimits, type Department } from './department.ts';
import { readDepartments } from './list-departments.ts';
import { lockStructure } from './lock-structure.ts';

/** Whose departments, and who writes them. */
export interface Owner {
  readonly organizationId: string;
  readonly actor: Actor;
}

type Named = Pick<Department, 'code' | 'name' | 'description'>;

export interface NewDepartment extends Named {
  readonly parentId: string | null;
}

/** Before which department of the parent it comes to stand; null: at the end. */
export interface Place {
  readonly parentId: string | null;
  readonly before: string | null;
}

/** What moved between two states, attribute by attribute; a parent is named by its code. */
function changesBetween(
  tree: readonly Department[],
  before: Partial<Department>,
  after: Partial<Department>,
): AttributeChange[] {
  const shown = ({ code, name, description, parentId }: Partial<Department>): Record<string, string> => ({
    ...(code === undefined ? {} : { code }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined || description === '' ? {} : { description }),
    ...(parentId === undefined || parentId === null
      ? {}
      : { parent: tree.find(({ id }) => id === parentId)?.code ?? parentId }),
  });
  const [was, is] = [shown(before), shown(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((path) => was[path] !== is[path])
    .map((path) => ({
      path,
      ...(was[path] === undefined ? {} : { before: was[path] }),
      ...(is[path] === undefined ? {} : { after: is[path] }),
    }));
}

function entryOf(
  { organizationId, actor }: Owner,
  operation: ChangeEntry['operation'],
  resourceId: string,
  attributes: readonly AttributeChange[],
): ChangeEntry {
  return { organizationId, actor, resourceType: 'Department', resourceId, operation, attributes };
}

/** Runs a change of the tree alone within the organization. */
export async function changeTree<T>(
  database: Database,
  { organizationId }: Owner,
  change: (transaction: Transaction<Tables>, departments: readonly Department[]) => Promise<T>,
): Promise<T> {
  return inTransaction(database, async (transaction) => {
    await lockStructure(transaction, organizationId);
    return change(transaction, await readDepartments(transaction, organizationId));
  });
}

/** Adds a department after those of the same parent, within a transaction that holds `lockStructure`. */
export async function addDepartment(
  transaction: Transaction<Tables>,
  owner: Owner,
  departments: readonly Department[],
  wanted: NewDepartment,
): Promise<Department> {
  checkCode(departments, 'department', { code: wanted.code });
  checkParent({ departments }, wanted.parentId);
  if (departments.length >= departmentLimits.count) {
    throw new DirectoryError('limit_reached', `An organization has ${departmentLimits.count} departments at most.`);
  }
  const siblings = departments.filter(({ parentId }) => parentId === wanted.parentId);
  const position = Math.max(0, ...siblings.map((one) => one.position)) + 1;
  const created: Department = { id: uuid(), ...wanted, position };
  const { parentId, ...columns } = created;
  await transaction
    .insertInto('departments')
    .values({ organization_id: owner.organizationId, ...columns, parent_id: parentId })
    .execute();
  await recordChanges(transaction, [entryOf(owner, 'create', created.id, changesBetween(departments, {}, created))]);
  return created;
}

/** @throws DirectoryError code_taken, limit_reached, or invalid_request for an unknown parent */
export async function createDepartment(database: Database, owner: Owner, wanted: NewDepartment): Promise<Department> {
  return changeTree(database, owner, (transaction, tree) => addDepartment(transaction, owner, tree, wanted));
}

/** Renames, recodes or describes. @throws DirectoryError not_found, code_taken */
export async function updateDepartment(
  database: Database,
  owner: Owner,
  id: string,
  edit: { readonly [K in keyof Named]?: Named[K] | undefined },
): Promise<Department> {
  return changeTree(database, owner, async (transaction, tree) => {
    const before = findCoded(tree, id, 'department');
    const { code = before.code, name = before.name, description = before.description } = edit;
    checkCode(tree, 'department', { code, id });
    const after = { ...before, code, name, description };
    const attributes = changesBetween(tree, before, after);
    if (attributes.length === 0) return before;
    await transaction
      .updateTable('departments')
      .set({ code, name, description })
      .where('organization_id', '=', owner.organizationId)
      .where('id', '=', id)
      .execute();
    await recordChanges(transaction, [entryOf(owner, 'update', id, attributes)]);
    return after;
  });
}

/** Moves a department with everything below it. @throws DirectoryError not_found, department_cycle, limit_reached */
export async function moveDepartment(database: Database, owner: Owner, id: string, place: Place): Promise<void> {
  await changeTree(database, owner, async (transaction, tree) => {
    const before = findCoded(tree, id, 'department');
    checkParent({ departments: tree }, place.parentId, id);
    const siblings = tree.filter(({ parentId }) => parentId === place.parentId).map((one) => one.id);
    const order = placeBefore(siblings, id, place.before);
    if (before.parentId !== place.parentId) {
      await transaction
        .updateTable('departments')
        .set({ parent_id: place.parentId })
        .where('organization_id', '=', owner.organizationId)
        .where('id', '=', id)
        .execute();
    } else if (order.every((one, index) => one === siblings[index])) return;
    await writeOrder(transaction, 'departments', owner.organizationId, order);
    const moved = changesBetween(tree, before, { ...before, parentId: place.parentId });
    const position: AttributeChange = {
      path: 'position',
      before: siblings.indexOf(id) + 1,
      after: order.indexOf(id) + 1,
    };
    await recordChanges(transaction, [entryOf(owner, 'update', id, moved.length === 0 ? [position] : moved)]);
  });
}
