import type { JsonObject } from '@lockstep/scim';
import type { GroupOfUser } from '../groups/groups-of-users.ts';

/**
 * A User as the directory keeps it. `resource` holds the SCIM attributes (RFC 7643 §4.1) without `id`, `meta`,
 * `schemas` and `groups`; the members beside it are read from it.
 */
export interface StoredUser {
  readonly organizationId: string;
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly displayName: string;
  readonly active: boolean;
  /** Of an inactive user: why; absent: deactivated. */
  readonly inactiveAs?: InactiveAs;
  readonly resource: JsonObject;
  /** The JSON text of `resource`, of a user who is being written; it is the row's and the answer's. */
  readonly text?: string;
  /** Counts up by one with each change; the ETag. */
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** Those that the user is directly in, by name, where a write has read them along. */
  readonly groups?: readonly GroupOfUser[];
}

/** A user who is not active and not deactivated: waiting to be activated for the first time, or barred for a while. */
type InactiveAs = 'staged' | 'suspended';

/** Where a user stands in the lifecycle, in Okta's words. SCIM knows two: `active` is true of active users alone. */
export type UserStatus = InactiveAs | 'active' | 'deactivated';

export function userStatusOf({ active, inactiveAs }: Pick<StoredUser, 'active' | 'inactiveAs'>): UserStatus {
  return active ? 'active' : (inactiveAs ?? 'deactivated');
}

/** What of the status is kept beside `active`. `wanted` says more than `active`; else who was inactive stays as it was. */
export function inactiveAfter(
  active: boolean,
  before: Pick<StoredUser, 'active' | 'inactiveAs'> | undefined,
  wanted?: UserStatus,
): Pick<StoredUser, 'inactiveAs'> {
  if (active) return {};
  if (wanted !== undefined) return wanted === 'staged' || wanted === 'suspended' ? { inactiveAs: wanted } : {};
  return before?.inactiveAs === undefined ? {} : { inactiveAs: before.inactiveAs };
}

export interface UserRow {
  readonly organization_id: string;
  readonly id: string;
  readonly user_name: string;
  readonly external_id: string | null;
  readonly display_name: string;
  readonly active: boolean;
  readonly inactive_as: InactiveAs | null;
  readonly resource: JsonObject;
  readonly version: number;
  readonly created_at: Date;
  readonly modified_at: Date;
}

export const userColumns = [
  'organization_id',
  'id',
  'user_name',
  'external_id',
  'display_name',
  'active',
  'inactive_as',
  'resource',
  'version',
  'created_at',
  'modified_at',
] as const;

export function toStoredUser(row: UserRow): StoredUser {
  return {
    organizationId: row.organization_id,
    id: row.id,
    userName: row.user_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    displayName: row.display_name,
    active: row.active,
    ...(row.inactive_as === null ? {} : { inactiveAs: row.inactive_as }),
    resource: row.resource,
    version: row.version,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

/** A user as it is read to be shown: the attributes stay the JSON text as which they are kept. */
export interface ReadUser extends Pick<StoredUser, 'id' | 'version' | 'createdAt' | 'modifiedAt'> {
  readonly text: string;
}

/** The columns of a `ReadUser`, as a row has them. */
export interface ReadUserRow {
  readonly id: string;
  readonly text: string;
  readonly version: number;
  readonly created_at: Date;
  readonly modified_at: Date;
}

export function toReadUser({ id, text, version, created_at, modified_at }: ReadUserRow): ReadUser {
  return { id, text, version, createdAt: created_at, modifiedAt: modified_at };
}

/** What is compared when names are compared: userName is caseExact false (RFC 7643 §4.1.1). */
export function userNameKey(userName: string): string {
  return userName.toLowerCase();
}

/** The columns that repeat parts of `resource`. `active` is true unless it says otherwise. */
export function columnsOf(
  resource: JsonObject,
): Pick<StoredUser, 'userName' | 'externalId' | 'displayName' | 'active'> {
  const { userName, externalId, displayName, name, active } = resource as {
    userName?: unknown;
    externalId?: unknown;
    displayName?: unknown;
    name?: { formatted?: unknown } | null;
    active?: unknown;
  };
  if (typeof userName !== 'string') throw new TypeError('A user needs a userName.');
  const shown = [displayName, name?.formatted, userName].find((text) => typeof text === 'string' && text !== '');
  return {
    userName,
    ...(typeof externalId === 'string' ? { externalId } : {}),
    displayName: String(shown),
    active: active !== false,
  };
}
