import { ScimError, type JsonObject } from '@lockstep/scim';

/** Bytes of UTF-8. Folded it may be half as long again, and an entry of an index holds 2,700. */
const longestKey = 1000;

/** @throws ScimError `invalidValue` for a name or identifier that no index could hold: it would break its whole batch */
export function checkKeys(resource: JsonObject, keys: readonly string[]): JsonObject {
  for (const name of keys) {
    const value = resource[name];
    if (typeof value !== 'string' || Buffer.byteLength(value) <= longestKey) continue;
    throw ScimError.invalidValue(`"${name}" is longer than ${longestKey} bytes`);
  }
  return resource;
}
