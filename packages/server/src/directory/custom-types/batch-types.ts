import { ScimError, type ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { groupResourceType } from '../groups/group-type.ts';
import { userResourceType } from '../users/user-type.ts';
import { BatchRefusal } from './batch-refusal.ts';
import type { OrganizationTypes } from './compile-types.ts';

/** The types by which the writes of a batch were worked out, of those organizations that defined some. */
export type BatchTypes = ReadonlyMap<string, OrganizationTypes>;

interface TypedWrite {
  readonly organizationId: string;
  readonly types?: OrganizationTypes;
}

const none: BatchTypes = new Map();

/** @throws BatchRefusal when two writes of one organization go by different versions */
export function typesOfBatch(writes: readonly TypedWrite[]): BatchTypes {
  let found: Map<string, OrganizationTypes> | undefined;
  for (const { organizationId, types } of writes) {
    if (types === undefined || types.version === 0) continue;
    found ??= new Map();
    const other = found.get(organizationId);
    if (other !== undefined && other.version !== types.version) throw stale();
    found.set(organizationId, types);
  }
  return found ?? none;
}

export function groupTypeIn(types: BatchTypes, organizationId: string): ResourceTypeDefinition {
  return types.size === 0 ? groupResourceType : (types.get(organizationId)?.group ?? groupResourceType);
}

export function userTypeIn(types: BatchTypes, organizationId: string): ResourceTypeDefinition {
  return types.size === 0 ? userResourceType : (types.get(organizationId)?.user ?? userResourceType);
}

/**
 * Keeps the definitions as they are until the transaction ends. Nothing to do, and no statement, for organizations
 * without definitions of their own. Call it before any other lock.
 * @throws BatchRefusal when they have changed since the writes were worked out
 */
export async function holdTypes(transaction: Kysely<Tables>, types: BatchTypes): Promise<void> {
  if (types.size === 0) return;
  const { rows } = await sql<{ id: string; version: number }>`
    select id, schema_version as version from organizations where id = any(${[...types.keys()]}::uuid[])
    order by id for share`.execute(transaction);
  if (rows.some(({ id, version }) => types.get(id)?.version !== version)) throw stale();
}

function stale(): BatchRefusal {
  return new BatchRefusal(
    ScimError.unavailable('The schemas of this organization have changed this very moment. Send the request again.', 1),
  );
}
