import type { JsonObject, JsonValue } from '../json.ts';

/** A member of a protocol message by name, whatever its case (RFC 7643 §2.1). */
export function memberNamed(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  const found = Object.keys(object).find((key) => key.toLowerCase() === lower);
  return found === undefined ? undefined : object[found];
}
