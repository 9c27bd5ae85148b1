import type { AuditQuery } from '../../api/audit.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';

/** Entries of a page. */
export const auditPageSize = 50;

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

/** What is asked for the page that the address names. */
export function pageOfAudit(url: ListUrl, filters: Readonly<Record<string, string>>): AuditQuery {
  return { ...filters, ...(url.cursor === undefined ? {} : { cursor: url.cursor }), limit: auditPageSize };
}
