import type { Department } from '@lockstep/admin-api';

/** A department in its place of the tree. `level` counts from 0. */
export interface TreeRow {
  readonly department: Department;
  readonly level: number;
  /** Those directly below. */
  readonly children: number;
  /** Ids of those of the same parent, in their order. */
  readonly siblings: readonly string[];
}

/** The tree from top to bottom, without what stands below a closed department. */
export function toRows(departments: readonly Department[], closed: ReadonlySet<string> = new Set()): TreeRow[] {
  const byParent = Map.groupBy(departments, ({ parent }) => parent);
  const below = (parent: string | null, level: number): TreeRow[] => {
    const children = byParent.get(parent) ?? [];
    const siblings = children.map(({ id }) => id);
    return children.flatMap((department) => [
      { department, level, children: byParent.get(department.id)?.length ?? 0, siblings },
      ...(closed.has(department.id) ? [] : below(department.id, level + 1)),
    ]);
  };
  return below(null, 0);
}

/** The names from the top down to a department. */
export function pathOf(departments: readonly Department[], id: string): string[] {
  const byId = new Map(departments.map((one) => [one.id, one]));
  const path: string[] = [];
  for (let at = byId.get(id); at !== undefined; at = at.parent === null ? undefined : byId.get(at.parent)) {
    path.unshift(at.name);
  }
  return path;
}

/** A department and everything below it. */
export function subtreeOf(departments: readonly Department[], id: string): ReadonlySet<string> {
  const byParent = Map.groupBy(departments, ({ parent }) => parent);
  const found = new Set([id]);
  // a set that grows while it is walked is walked to its end
  for (const one of found) for (const child of byParent.get(one) ?? []) found.add(child.id);
  return found;
}
