import type { ListUrl } from '../../hooks/use-list-url.ts';

export const operations = ['create', 'update', 'delete'] as const;
export const actorKinds = ['administrator', 'token', 'api-key', 'system'] as const;

const names = ['actor', 'search', 'operation', 'actorKind', 'resourceType'] as const;

/** A way to clear them all. */
export const noAuditFilters = Object.fromEntries(names.map((name) => [name, undefined]));

function makesSense(name: (typeof names)[number], value: string): boolean {
  if (name === 'operation') return operations.some((one) => one === value);
  if (name === 'actorKind') return actorKinds.some((one) => one === value);
  return true;
}

/** The filters of the page's address; what makes no sense there is left out. */
export function readAuditFilters(url: ListUrl): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = url.get(name);
      return value === undefined || !makesSense(name, value) ? [] : [[name, value]];
    }),
  );
}
