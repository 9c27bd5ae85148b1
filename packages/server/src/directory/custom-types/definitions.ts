import type { AttributeInput } from '@lockstep/scim';
import type { Service } from '../services/services.ts';

/** A schema as an organization defined it (RFC 7643 §7). `id` is its URN; characteristics left out have defaults. */
export interface CustomSchema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeInput[];
}

/** An extension that resources of a type may have, or must (RFC 7643 §6). `schema` is a URN. */
export interface ExtensionUse {
  readonly schema: string;
  readonly required: boolean;
}

/** A resource type as an organization defined it (RFC 7643 §6). */
export interface CustomResourceType {
  readonly name: string;
  /** With a leading slash, e.g. `/Devices`. */
  readonly endpoint: string;
  readonly description: string;
  /** URN of the main schema. */
  readonly schema: string;
  readonly schemaExtensions: readonly ExtensionUse[];
}

/** Everything that one organization has defined. */
export interface Definitions {
  readonly schemas: readonly CustomSchema[];
  readonly resourceTypes: readonly CustomResourceType[];
  /** Custom extensions of User, besides those that every user may have. */
  readonly userExtensions: readonly ExtensionUse[];
  /** Extensions of Group. */
  readonly groupExtensions: readonly ExtensionUse[];
  /** The list of services; absent while it is the one that every organization starts with. */
  readonly services?: readonly Service[];
}

export const noDefinitions: Definitions = { schemas: [], resourceTypes: [], userExtensions: [], groupExtensions: [] };
