import type { Kysely } from 'kysely';
import { jsonArray, jsonbArray, plainArray, textArray } from '../storage/array-values.ts';
import { prepare } from '../storage/prepared.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { ChangeEntry } from './change.ts';

const insert = prepare<never>(
  'record changes',
  `insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes)
   select * from unnest($1::uuid[], $2::jsonb[], $3::text[], $4::uuid[], $5::text[], $6::json[])`,
);

/**
 * Appends entries to the change feed. Must be called in the transaction that makes the changes, so that neither is ever
 * without the other.
 */
export async function recordChanges(transaction: Kysely<Tables>, entries: readonly ChangeEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await insert(transaction, [
    plainArray(entries.map((entry) => entry.organizationId)),
    jsonbArray(entries.map((entry) => JSON.stringify(entry.actor))),
    textArray(entries.map((entry) => entry.resourceType)),
    plainArray(entries.map((entry) => entry.resourceId)),
    textArray(entries.map((entry) => entry.operation)),
    jsonArray(entries.map((entry) => JSON.stringify(entry.attributes))),
  ]);
}
