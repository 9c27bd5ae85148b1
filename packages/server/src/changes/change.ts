import type { JsonValue } from '@lockstep/scim';

/**
 * Who did something. `token` is an inbound API token, `administrator` a person at the console, `api-key` automation,
 * `system` Lockstep itself (sample, migrations).
 */
export interface Actor {
  readonly kind: 'administrator' | 'token' | 'api-key' | 'system';
  readonly id?: string;
  readonly name: string;
  readonly address?: string;
  /** The recorded SCIM request by which a token did it. */
  readonly request?: string;
}

/** One attribute that moved; `before` is absent where there was none, `after` where there is none any more. */
export interface AttributeChange {
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** What an entry is about; a resource of a type that its organization defined has `custom:` before the type's name. */
export type ChangedType =
  | 'Administrator'
  | 'Invitation'
  | 'Organization'
  | 'ApiKey'
  | 'User'
  | 'Group'
  | 'GroupRule'
  | 'Department'
  | 'JobTitle'
  | 'Service'
  | 'Connection'
  | 'ApiToken'
  | 'Application'
  | 'Assignment'
  | 'Task'
  | 'Template'
  | 'Schema'
  | 'ResourceType'
  | `custom:${string}`;

/** One entry of the change feed, as a writer gives it. */
export interface ChangeEntry {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly resourceType: ChangedType;
  readonly resourceId: string;
  readonly operation: 'create' | 'update' | 'delete';
  readonly attributes: readonly AttributeChange[];
}

/** One entry as a reader sees it. */
export interface Change extends ChangeEntry {
  /** Position in the feed; grows with the order of visibility, not with the order of writing. */
  readonly position: FeedPosition;
  readonly at: Date;
}

/** That a resource changed, without saying how: a follower reads the resource as it is now. */
export type ChangedResource = Pick<Change, 'position' | 'organizationId' | 'resourceType' | 'resourceId'>;

/** A place in the feed: everything at or before it has been read. Decimal strings, as xid8 and bigint exceed a double. */
export interface FeedPosition {
  readonly xid: string;
  readonly seq: string;
}
