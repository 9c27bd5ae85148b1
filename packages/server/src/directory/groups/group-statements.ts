import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { toSearchDocument } from '../../storage/filter-to-sql/search-document.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { groupNameKey, toStoredGroup, type GroupRow, type StoredGroup } from './stored-group.ts';

/** Reads and locks the groups named, in a fixed order so that two batches never wait for each other in a circle. */
export async function lockGroupRows(
  transaction: Kysely<Tables>,
  groups: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<StoredGroup[]> {
  if (groups.length === 0) return [];
  const { rows } = await sql<GroupRow>`
    select organization_id, id, display_name, external_id, resource, version, created_at, modified_at
    from groups
    where (organization_id, id) in (
      select * from unnest(
        ${groups.map((group) => group.organizationId)}::uuid[],
        ${groups.map((group) => group.id)}::uuid[]
      )
    )
    order by organization_id, id
    for update`.execute(transaction);
  return rows.map(toStoredGroup);
}

/** What filters look at beside columns and members: null, for what is there already, where groups have no extensions. */
function searchOf(type: ResourceTypeDefinition, { resource }: StoredGroup): string | null {
  return type.extensions.length === 0 ? null : JSON.stringify(toSearchDocument(type, resource));
}

/** False when the name is taken. */
export async function insertGroupRow(
  transaction: Kysely<Tables>,
  group: StoredGroup,
  type: ResourceTypeDefinition,
): Promise<boolean> {
  const { rows } = await sql`
    insert into groups (organization_id, id, display_name, display_name_key, external_id, resource, search,
      created_at, modified_at)
    values (${group.organizationId}, ${group.id}, ${group.displayName}, ${groupNameKey(group.displayName)},
      ${group.externalId ?? null}, ${JSON.stringify(group.resource)}, coalesce(${searchOf(type, group)}::jsonb, '{}'),
      ${group.createdAt}, ${group.modifiedAt})
    on conflict do nothing
    returning id`.execute(transaction);
  return rows.length === 1;
}

/** Breaks the transaction when a new name is taken. */
export async function updateGroupRows(
  transaction: Kysely<Tables>,
  groups: readonly StoredGroup[],
  typeOf: (organizationId: string) => ResourceTypeDefinition,
): Promise<void> {
  if (groups.length === 0) return;
  await sql`
    update groups set
      display_name = new.display_name,
      display_name_key = new.display_name_key,
      external_id = new.external_id,
      resource = new.resource,
      search = coalesce(new.search, groups.search),
      version = new.version,
      modified_at = new.modified_at
    from unnest(
      ${groups.map((group) => group.organizationId)}::uuid[],
      ${groups.map((group) => group.id)}::uuid[],
      ${groups.map((group) => group.displayName)}::text[],
      ${groups.map((group) => groupNameKey(group.displayName))}::text[],
      ${groups.map((group) => group.externalId ?? null)}::text[],
      ${groups.map((group) => JSON.stringify(group.resource))}::jsonb[],
      ${groups.map((group) => searchOf(typeOf(group.organizationId), group))}::jsonb[],
      ${groups.map((group) => group.version)}::integer[],
      ${groups.map((group) => group.modifiedAt)}::timestamptz[]
    ) as new (organization_id, id, display_name, display_name_key, external_id, resource, search, version,
      modified_at)
    where groups.organization_id = new.organization_id and groups.id = new.id`.execute(transaction);
}

/** Takes the memberships along, and gives up the unique values of extensions. */
export async function deleteGroupRow(transaction: Kysely<Tables>, { organizationId, id }: StoredGroup): Promise<void> {
  await sql`
    with freed as (
      delete from unique_values where organization_id = ${organizationId} and resource_id = ${id}
    )
    delete from groups where organization_id = ${organizationId} and id = ${id}`.execute(transaction);
}
