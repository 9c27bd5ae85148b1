import type { Coded } from '../coded.ts';
import { DirectoryError } from '../directory-error.ts';

/** A department of the organization's tree; departments of one parent are ordered by `position`. */
export interface Department extends Coded {
  readonly description: string;
  /** Null at the top. */
  readonly parentId: string | null;
  readonly position: number;
}

/** The levels of a tree at most, and the departments of an organization. */
export const departmentLimits = { levels: 50, count: 10_000 } as const;

interface Tree {
  readonly departments: readonly Department[];
}

/** How many levels stand from a department's top down to it; 0 for null. Ends at circles, which cannot be stored. */
function levelOf(byId: ReadonlyMap<string, Department>, id: string | null): number {
  let level = 0;
  for (let at = id; at !== null && level <= byId.size; level += 1) at = byId.get(at)?.parentId ?? null;
  return level;
}

/** The department and everything below it. */
export function subtreeOf({ departments }: Tree, id: string): ReadonlySet<string> {
  const children = Map.groupBy(departments, ({ parentId }) => parentId);
  const found = new Set([id]);
  // a set that grows while it is walked is walked to its end
  for (const one of found) for (const child of children.get(one) ?? []) found.add(child.id);
  return found;
}

/** @throws DirectoryError where the parent is unknown, below the department itself, or too deep down */
export function checkParent(tree: Tree, parentId: string | null, moved?: string): void {
  if (parentId === null) return;
  const byId = new Map(tree.departments.map((one) => [one.id, one]));
  if (!byId.has(parentId)) throw new DirectoryError('invalid_request', 'There is no such parent department.', 'parent');
  const below = moved === undefined ? new Set<string>() : subtreeOf(tree, moved);
  if (below.has(parentId)) {
    throw new DirectoryError('department_cycle', 'A department cannot be moved below itself.', 'parent');
  }
  const height = Math.max(0, ...[...below].map((id) => levelOf(byId, id) - levelOf(byId, moved ?? null)));
  if (levelOf(byId, parentId) + 1 + height > departmentLimits.levels) {
    throw new DirectoryError('limit_reached', `The tree has ${departmentLimits.levels} levels at most.`, 'parent');
  }
}
