import type { JsonObject, ResourceTypeDefinition } from '@lockstep/scim';
import type { Actor } from '../../changes/change.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import type { StoredCustomResource } from './stored-custom-resource.ts';

/** One write of one resource of an organization's own type, as a request asks for it. */
export type CustomResourceWrite = CreateCustomResource | ModifyCustomResource | DeleteCustomResource;

interface Ordered {
  readonly organizationId: string;
  readonly id: string;
  readonly actor: Actor;
  /** One of `types`. */
  readonly type: ResourceTypeDefinition;
  /** What the write was worked out by; it is refused when the organization has changed it since. */
  readonly types: OrganizationTypes;
}

export interface CreateCustomResource extends Ordered {
  readonly kind: 'create';
  readonly resource: JsonObject;
}

export interface ModifyCustomResource extends Ordered {
  readonly kind: 'modify';
  /**
   * Computes the new attributes from the current ones, under a lock on the row. Returning the same object means
   * no change: nothing is written. What it throws becomes a `refused` outcome of this write alone.
   */
  readonly change: (current: StoredCustomResource) => JsonObject;
}

interface DeleteCustomResource extends Ordered {
  readonly kind: 'delete';
  /** Throws to refuse, for instance because of the version. */
  readonly check: (current: StoredCustomResource) => void;
}

export type CustomResourceOutcome =
  | { readonly kind: 'written'; readonly resource: StoredCustomResource }
  | { readonly kind: 'deleted'; readonly resource: StoredCustomResource }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly error: unknown };
