/** Any value that JSON (RFC 8259) can carry. Absent members are absent, never `undefined`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. Read-only: nothing in this package changes what it was given. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** A JSON object under construction. */
export type MutableJsonObject = Record<string, JsonValue>;

/** Whether a value is an object: not `null`, not a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Member names that could reach an object's prototype. They are refused wherever a stranger may choose a name. */
export function isDangerousName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}

/** Whether two JSON values are equal: the order of object members does not matter, the order of array elements does. */
export function jsonEquals(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (isJsonArray(left)) return isJsonArray(right) && arraysEqual(left, right);
  return isJsonObject(left) && isJsonObject(right) && objectsEqual(left, right);
}

function arraysEqual(left: readonly JsonValue[], right: readonly JsonValue[]): boolean {
  return left.length === right.length && left.every((value, index) => jsonEquals(value, right[index]));
}

function objectsEqual(left: JsonObject, right: JsonObject): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && jsonEquals(left[name], right[name]));
}
