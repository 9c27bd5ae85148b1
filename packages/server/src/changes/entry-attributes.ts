import { isJsonObject, type JsonObject } from '@lockstep/scim';
import type { AttributeChange } from './change.ts';

/** What is kept of an entry: what changed, or of a creation the attributes themselves. */
export type KeptAttributes = readonly AttributeChange[] | JsonObject;

function isList(kept: KeptAttributes): kept is readonly AttributeChange[] {
  return Array.isArray(kept);
}

/** What an entry of the feed says changed. */
export function attributesOf(kept: KeptAttributes): readonly AttributeChange[] {
  return isList(kept) ? kept : createdAttributes(kept);
}

/**
 * What a creation gave a resource, attribute by attribute: the entry of the feed keeps the created attributes whole, as
 * they are kept (see `CheckedResource` of the SCIM package), since taking them apart for each creation costs more than
 * for each that somebody looks at. Paths are spelled as in `changedAttributes`: complex attributes part by part, lists
 * whole.
 */
function createdAttributes(resource: JsonObject): AttributeChange[] {
  return Object.entries(resource).flatMap(([name, value]): AttributeChange[] => {
    if (!isJsonObject(value)) return [{ path: name, after: value }];
    const isExtension = name.includes(':');
    return isExtension ? membersOf(value, `${name}:`) : partsOf(name, value);
  });
}

function membersOf(extension: JsonObject, prefix: string): AttributeChange[] {
  return Object.entries(extension).flatMap(([name, value]) =>
    isJsonObject(value) ? partsOf(prefix + name, value) : [{ path: prefix + name, after: value }],
  );
}

function partsOf(path: string, parts: JsonObject): AttributeChange[] {
  return Object.entries(parts).map(([name, after]) => ({ path: `${path}.${name}`, after }));
}
