import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { toSearchDocument } from '../../storage/filter-to-sql/search-document.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { isResourceId } from '../resource-id.ts';
import { toStoredCustomResource, type CustomResourceRow, type StoredCustomResource } from './stored-custom-resource.ts';

/** A row to write, with its type for the search document. */
export interface TypedResource {
  readonly resource: StoredCustomResource;
  readonly type: ResourceTypeDefinition;
}

/** Whose resources of which type. */
export interface TypePlace {
  readonly organizationId: string;
  /** Name of the resource type. */
  readonly resourceType: string;
}

const columns = sql`organization_id, id, resource_type, resource, version, created_at, modified_at`;

/** Those among `ids` that exist, in no particular order. */
export async function findCustomResources(
  db: Kysely<Tables>,
  { organizationId, resourceType }: TypePlace,
  ids: readonly string[],
): Promise<StoredCustomResource[]> {
  const known = ids.filter(isResourceId);
  if (known.length === 0) return [];
  const { rows } = await sql<CustomResourceRow>`
    select ${columns} from custom_resources
    where organization_id = ${organizationId} and resource_type = ${resourceType}
      and id = any(${known}::uuid[])`.execute(db);
  return rows.map(toStoredCustomResource);
}

/** The ids of the resources with this `externalId`. */
export async function findByExternalId(
  db: Kysely<Tables>,
  { organizationId, resourceType }: TypePlace,
  externalId: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from custom_resources
    where organization_id = ${organizationId} and resource_type = ${resourceType} and external_id = ${externalId}
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** The id of the resource that has a unique value. */
export async function findByUniqueValue(
  db: Kysely<Tables>,
  { organizationId, resourceType }: TypePlace,
  { path, digest }: { readonly path: string; readonly digest: Buffer },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select resource_id as id from unique_values
    where organization_id = ${organizationId} and resource_type = ${resourceType} and path = ${path}
      and digest = ${digest}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Reads and locks the resources named, in a fixed order so that two batches never wait for each other in a circle. */
export async function lockCustomResourceRows(
  transaction: Kysely<Tables>,
  resources: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<StoredCustomResource[]> {
  if (resources.length === 0) return [];
  const { rows } = await sql<CustomResourceRow>`
    select ${columns} from custom_resources
    where (organization_id, id) in (
      select * from unnest(
        ${resources.map((one) => one.organizationId)}::uuid[],
        ${resources.map((one) => one.id)}::uuid[]
      )
    )
    order by organization_id, id
    for update`.execute(transaction);
  return rows.map(toStoredCustomResource);
}

function externalIdOf({ resource: { resource } }: TypedResource): string | null {
  const { externalId } = resource;
  return typeof externalId === 'string' ? externalId : null;
}

function searchText({ resource: { resource }, type }: TypedResource): string {
  return JSON.stringify(toSearchDocument(type, resource));
}

export async function insertCustomResourceRows(
  transaction: Kysely<Tables>,
  rows: readonly TypedResource[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into custom_resources (organization_id, id, resource_type, external_id, resource, search, created_at,
      modified_at)
    select * from unnest(
      ${rows.map(({ resource }) => resource.organizationId)}::uuid[],
      ${rows.map(({ resource }) => resource.id)}::uuid[],
      ${rows.map(({ resource }) => resource.resourceType)}::text[],
      ${rows.map(externalIdOf)}::text[],
      ${rows.map(({ resource }) => JSON.stringify(resource.resource))}::jsonb[],
      ${rows.map(searchText)}::jsonb[],
      ${rows.map(({ resource }) => resource.createdAt)}::timestamptz[],
      ${rows.map(({ resource }) => resource.modifiedAt)}::timestamptz[]
    )`.execute(transaction);
}

export async function updateCustomResourceRows(
  transaction: Kysely<Tables>,
  rows: readonly TypedResource[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update custom_resources set
      external_id = new.external_id,
      resource = new.resource,
      search = new.search,
      version = new.version,
      modified_at = new.modified_at
    from unnest(
      ${rows.map(({ resource }) => resource.organizationId)}::uuid[],
      ${rows.map(({ resource }) => resource.id)}::uuid[],
      ${rows.map(externalIdOf)}::text[],
      ${rows.map(({ resource }) => JSON.stringify(resource.resource))}::jsonb[],
      ${rows.map(searchText)}::jsonb[],
      ${rows.map(({ resource }) => resource.version)}::integer[],
      ${rows.map(({ resource }) => resource.modifiedAt)}::timestamptz[]
    ) as new (organization_id, id, external_id, resource, search, version, modified_at)
    where custom_resources.organization_id = new.organization_id and custom_resources.id = new.id`.execute(transaction);
}

export async function deleteCustomResourceRows(
  transaction: Kysely<Tables>,
  resources: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<void> {
  if (resources.length === 0) return;
  await sql`
    delete from custom_resources
    where (organization_id, id) in (
      select * from unnest(
        ${resources.map((one) => one.organizationId)}::uuid[],
        ${resources.map((one) => one.id)}::uuid[]
      )
    )`.execute(transaction);
}
