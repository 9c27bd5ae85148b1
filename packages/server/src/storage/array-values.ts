/** Object identifiers of PostgreSQL's built-in types; they never change. */
const typeIds = { text: 25, json: 114, jsonb: 3802 } as const;

/**
 * An array parameter in PostgreSQL's binary form: as text, each quote and backslash of a JSON document would be escaped
 * here and the escapes undone there.
 */
function binaryArray(type: keyof typeof typeIds, values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  // a `jsonb` begins with its version
  const prefix = type === 'jsonb' ? 1 : 0;
  const bytes = lengths.reduce((sum, length) => sum + 4 + prefix + length, 20);
  const array = Buffer.allocUnsafe(bytes);
  // one dimension, a flag for nulls, the type, the length, the first index
  const head = [values.length === 0 ? 0 : 1, values.includes(null) ? 1 : 0, typeIds[type], values.length, 1];
  let at = 0;
  for (const number of head) at = array.writeInt32BE(number, at);
  if (values.length === 0) return array.subarray(0, 12);
  for (const [index, value] of values.entries()) {
    const length = lengths[index] ?? 0;
    at = array.writeInt32BE(value === null ? -1 : prefix + length, at);
    if (value === null) continue;
    if (prefix === 1) at = array.writeUInt8(1, at);
    at += array.write(value, at, length, 'utf8');
  }
  return array.subarray(0, at);
}

/** A value for a parameter of type `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  return binaryArray('text', values);
}

/** A value for a parameter of type `json[]`, from JSON texts. */
export function jsonArray(texts: readonly string[]): Buffer {
  return binaryArray('json', texts);
}

/** A value for a parameter of type `jsonb[]`, from JSON texts. */
export function jsonbArray(texts: readonly (string | null)[]): Buffer {
  return binaryArray('jsonb', texts);
}

/** A value for a parameter that is an array of what needs no quotes: ids, numbers, booleans, instants; `null` is written as such. */
export function plainArray(values: readonly (string | number | boolean | Date | null)[]): string {
  return `{${values.map((value) => (value instanceof Date ? value.toISOString() : (value ?? 'null'))).join(',')}}`;
}
