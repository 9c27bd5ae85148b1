import type { Kysely } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { everybodyOf, type Regrouped } from './regrouped-users.ts';

/** Whom a change of the organization itself concerns: everybody of the applications with an expression about it. */
export async function findRenamed(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly ChangedResource[],
): Promise<Regrouped> {
  if (!changes.some(({ resourceType }) => resourceType === 'Organization')) return { users: [], applications: [] };
  const readers = await db
    .selectFrom('applications')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('reads_organization', '=', true)
    .orderBy('id')
    .execute();
  return readers.length === 0 ? { users: [], applications: [] } : everybodyOf(db, organizationId, readers);
}
