import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import type { ChangeEntry } from './change.ts';

/**
 * Appends entries to the change feed. Must be called in the transaction that makes the changes, so that neither is ever
 * without the other.
 */
export async function recordChanges(transaction: Kysely<Tables>, entries: readonly ChangeEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await transaction
    .insertInto('changes')
    .values(
      entries.map((entry) => ({
        organization_id: entry.organizationId,
        actor: JSON.stringify(entry.actor),
        resource_type: entry.resourceType,
        resource_id: entry.resourceId,
        operation: entry.operation,
        attributes: JSON.stringify(entry.attributes),
      })),
    )
    .execute();
}
