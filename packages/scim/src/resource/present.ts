import type { JsonObject, MutableJsonObject } from '../json.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';

/** `meta` without `resourceType`, which follows from the type (RFC 7643 §3.1). Times are xsd:dateTime. */
export interface PresentedMeta {
  readonly created: string;
  readonly lastModified: string;
  readonly location: string;
  /** Entity tag, e.g. `W/"3"`; absent when resources have no versions. */
  readonly version?: string;
}

/** What a resource has besides the attributes that are kept. */
export interface PresentOptions {
  readonly id: string;
  readonly meta: PresentedMeta;
  /** Read-only core attributes that are worked out, e.g. `groups` of a user. */
  readonly readOnly?: JsonObject;
}

/** Makes a SCIM resource of kept attributes (see `CheckedResource`): the whole of it, before any projection. */
export function present(type: ResourceTypeDefinition, attributes: JsonObject, options: PresentOptions): JsonObject {
  const schemas = [type.schema.id];
  for (const extension of type.extensions) {
    if (extension.required || Object.hasOwn(attributes, extension.schema.id)) schemas.push(extension.schema.id);
  }
  const resource: MutableJsonObject = { schemas, id: options.id, ...attributes, ...options.readOnly };
  resource['meta'] = { resourceType: type.name, ...options.meta };
  return resource;
}
