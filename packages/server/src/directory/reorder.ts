import { sql, type Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import { DirectoryError } from './directory-error.ts';

/**
 * The ids with one of them put before another, or at the end.
 * @throws DirectoryError where `before` is not among them
 */
export function placeBefore(ids: readonly string[], id: string, before: string | null): string[] {
  const others = ids.filter((one) => one !== id);
  if (before === null || before === id) return before === id ? [...ids] : [...others, id];
  const index = others.indexOf(before);
  if (index === -1) throw new DirectoryError('invalid_request', 'There is nothing such to stand before.', 'before');
  return others.toSpliced(index, 0, id);
}

/** Writes the order of these rows. To be called under `lockStructure`. */
export async function writeOrder(
  transaction: Kysely<Tables>,
  table: 'departments' | 'job_titles',
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    update ${sql.table(table)} as held set position = ordered.position
    from unnest(${ids}::uuid[]) with ordinality as ordered (id, position)
    where held.organization_id = ${organizationId} and held.id = ordered.id and held.position <> ordered.position`.execute(
    transaction,
  );
}
