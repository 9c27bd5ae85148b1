import { sql, type Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import type { ChangeEntry } from './change.ts';

/**
 * Appends entries to the change feed. Must be called in the transaction that makes the changes, so that neither is ever
 * without the other.
 */
export async function recordChanges(transaction: Kysely<Tables>, entries: readonly ChangeEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes)
    select * from unnest(
      ${entries.map((entry) => entry.organizationId)}::uuid[],
      ${entries.map((entry) => JSON.stringify(entry.actor))}::jsonb[],
      ${entries.map((entry) => entry.resourceType)}::text[],
      ${entries.map((entry) => entry.resourceId)}::uuid[],
      ${entries.map((entry) => entry.operation)}::text[],
      ${entries.map((entry) => JSON.stringify(entry.attributes))}::jsonb[]
    )`.execute(transaction);
}
