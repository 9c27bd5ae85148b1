import { sql, type Kysely } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { everybodyOf, readGroupChanges, type Regrouped } from './regrouped-users.ts';

/** What expressions read of an application. */
const read: readonly string[] = ['name', 'baseUrl'];

/**
 * Whom changes of applications concern: everybody of those with an expression that names one that was renamed or has
 * another address, and, where one came or went, of those that name any.
 */
export async function findRenamedApplications(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly ChangedResource[],
): Promise<Regrouped> {
  const changed = changes.filter(({ resourceType }) => resourceType === 'Application');
  if (changed.length === 0) return { users: [], applications: [] };
  const entries = await readGroupChanges(db, changed);
  const cameOrWent = entries.some(({ operation }) => operation !== 'update');
  const renamed = entries.filter(({ attributes }) => attributes.some(({ path }) => read.includes(path)));
  if (!cameOrWent && renamed.length === 0) return { users: [], applications: [] };
  const ids = renamed.map(({ resourceId }) => resourceId);
  const { rows: readers } = await sql<{ id: string }>`
    select id from applications
    where organization_id = ${organizationId} and cardinality(reads_applications) > 0
      and (${cameOrWent} or reads_applications && array(
        select slug from applications where organization_id = ${organizationId} and id = any(${ids}::uuid[])
      ))
    order by id`.execute(db);
  return readers.length === 0 ? { users: [], applications: [] } : everybodyOf(db, organizationId, readers);
}
