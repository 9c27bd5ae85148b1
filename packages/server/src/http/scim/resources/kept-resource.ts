import { applyPatch, checkReplace, jsonEquals, type JsonObject, type ResourceTypeDefinition } from '@lockstep/scim';
import { readingResource } from '../reading.ts';
import type { ScimContext } from '../scim-context.ts';
import type { Patch, Replacement, StoredResource } from './resource-store.ts';

/** A resource as the directory keeps it, whatever its type. */
interface Kept {
  readonly id: string;
  readonly resource: JsonObject;
  readonly text?: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

export function toResource({ id, resource, text, version, createdAt, modifiedAt }: Kept): StoredResource {
  return { id, attributes: resource, ...(text === undefined ? {} : { text }), version, createdAt, modifiedAt };
}

/** What a PUT makes of the attributes that are kept; the very object where nothing differs. */
export function replaceKept(
  type: ResourceTypeDefinition,
  context: ScimContext,
  { body, check }: Replacement,
): (current: Kept) => JsonObject {
  return (current) => {
    check(toResource(current));
    const { resource } = checkReplace(type, body, current.resource, readingResource(context));
    return jsonEquals(resource, current.resource) ? current.resource : resource;
  };
}

/** What a PATCH makes of the attributes that are kept; the very object where nothing differs. */
export function patchKept(
  type: ResourceTypeDefinition,
  { dialect }: ScimContext,
  { operations, check }: Patch,
): (current: Kept) => JsonObject {
  return (current) => {
    check(toResource(current));
    return applyPatch(type, current.resource, operations, dialect.tolerances).resource;
  };
}
