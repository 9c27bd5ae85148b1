import type { CheckedFilter, JsonObject, ResourceTypeDefinition } from '@lockstep/scim';
import type { ScimContext } from '../scim-context.ts';

/** A resource as its store keeps it; see `present` of the SCIM package for how it becomes an answer. */
export interface StoredResource {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** Read-only attributes that are worked out, such as the groups of a user. */
  readonly readOnly?: JsonObject;
}

export interface ResourceQuery {
  readonly filter: CheckedFilter | undefined;
  /** Counts from 0. */
  readonly offset: number;
  readonly limit: number;
}

export interface ResourcePage {
  readonly total: number;
  readonly resources: readonly StoredResource[];
}

/**
 * What the endpoints need of a resource type. Every method works inside the context's organization and nowhere else,
 * answers undefined or false for what does not exist, and throws ScimError for what it refuses.
 */
export interface ResourceStore {
  readonly type: ResourceTypeDefinition;
  create(context: ScimContext, attributes: JsonObject): Promise<StoredResource>;
  find(context: ScimContext, id: string): Promise<StoredResource | undefined>;
  search(context: ScimContext, query: ResourceQuery): Promise<ResourcePage>;
  /** `change` sees the current resource under a lock; returning its own attributes means that nothing changes. */
  modify(
    context: ScimContext,
    id: string,
    change: (current: StoredResource) => JsonObject,
  ): Promise<StoredResource | undefined>;
  remove(context: ScimContext, id: string, check: (current: StoredResource) => void): Promise<boolean>;
}
