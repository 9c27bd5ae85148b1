import type { JsonObject } from '@lockstep/scim';

/**
 * A Group as the directory keeps it. `resource` holds the SCIM attributes (RFC 7643 §4.2) without `id`, `meta`,
 * `schemas` and, above all, `members`: those are rows of their own, so that a large group is never loaded to be changed.
 */
export interface StoredGroup {
  readonly organizationId: string;
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string;
  readonly resource: JsonObject;
  /** Counts up by one with each change, of members too; the ETag. */
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

export interface GroupRow {
  readonly organization_id: string;
  readonly id: string;
  readonly display_name: string;
  readonly external_id: string | null;
  readonly resource: JsonObject;
  readonly version: number;
  readonly created_at: Date;
  readonly modified_at: Date;
}

export function toStoredGroup(row: GroupRow): StoredGroup {
  return {
    organizationId: row.organization_id,
    id: row.id,
    displayName: row.display_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    resource: row.resource,
    version: row.version,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

/** What is compared when names are compared: displayName is caseExact false (RFC 7643 §8.7.1). */
export function groupNameKey(displayName: string): string {
  return displayName.toLowerCase();
}

/** The columns that repeat parts of `resource`. */
export function groupColumnsOf(resource: JsonObject): Pick<StoredGroup, 'displayName' | 'externalId'> {
  const { displayName, externalId } = resource;
  if (typeof displayName !== 'string') throw new TypeError('A group needs a displayName.');
  return { displayName, ...(typeof externalId === 'string' ? { externalId } : {}) };
}
