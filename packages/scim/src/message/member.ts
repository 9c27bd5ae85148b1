import { ScimError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** A member of a protocol message by name, whatever its case (RFC 7643 §2.1). */
export function memberNamed(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  const found = Object.keys(object).find((key) => key.toLowerCase() === lower);
  return found === undefined ? undefined : object[found];
}

/** Refuses an object with two members whose names differ in case alone: they are the same one, given twice. */
export function refuseMembersTwice(object: JsonObject): void {
  const seen = new Set<string>();
  for (const name of Object.keys(object)) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) throw ScimError.invalidSyntax(`"${name.slice(0, 200)}" is given twice`);
    seen.add(lower);
  }
}
