import { sql, type Kysely } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { Regrouped } from './regrouped-users.ts';

/**
 * Whom the changes of users concern as managers: those whom they lead, at the applications that have an expression about
 * managers. (Okta's documentation of `getManagerUser` says that there a change of the manager reaches nobody.)
 */
export async function findLed(
  db: Kysely<Tables>,
  organizationId: string,
  changes: readonly ChangedResource[],
): Promise<Regrouped> {
  const managers = [...new Set(changes.filter((one) => one.resourceType === 'User').map((one) => one.resourceId))];
  if (managers.length === 0) return { users: [], applications: [] };
  const readers = await db
    .selectFrom('applications')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('reads_manager', '=', true)
    .orderBy('id')
    .execute();
  if (readers.length === 0) return { users: [], applications: [] };
  return {
    users: await usersLedBy(db, organizationId, managers),
    applications: readers.map(({ id }) => id),
  };
}

/** Whose manager is one of those. */
export async function usersLedBy(
  db: Kysely<Tables>,
  organizationId: string,
  managers: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users
    where organization_id = ${organizationId} and left(manager_key, 40) = any(${managers}::text[])
      and manager_key is not null`.execute(db);
  return rows.map(({ id }) => id);
}
