import type { JsonObject } from '@lockstep/scim';

/** A resource of a type that its organization defined. `resource` holds its attributes without `id`, `meta`, `schemas`. */
export interface StoredCustomResource {
  readonly organizationId: string;
  readonly id: string;
  /** Name of the resource type. */
  readonly resourceType: string;
  readonly resource: JsonObject;
  /** Counts up by one with each change; the ETag. */
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

export interface CustomResourceRow {
  readonly organization_id: string;
  readonly id: string;
  readonly resource_type: string;
  readonly resource: JsonObject;
  readonly version: number;
  readonly created_at: Date;
  readonly modified_at: Date;
}

export function toStoredCustomResource(row: CustomResourceRow): StoredCustomResource {
  return {
    organizationId: row.organization_id,
    id: row.id,
    resourceType: row.resource_type,
    resource: row.resource,
    version: row.version,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}
