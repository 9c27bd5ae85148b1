/** Object identifiers of PostgreSQL's built-in types; they never change. */
const typeIds = { text: 25, json: 114, jsonb: 3802 } as const;

type Texts = readonly (string | null)[];

/** Most bytes that are held between statements. */
const mostHeld = 1024 * 1024;
/** Every array is written here, and copied into its message before the next one is. */
let scratch: Buffer = Buffer.allocUnsafe(64 * 1024);

/** Room for `bytes` after the first `used`, which are kept. */
function makeRoom(target: Buffer, used: number, bytes: number): Buffer {
  if (target.length - used >= bytes) return target;
  const larger = Buffer.allocUnsafe(used + Math.max(bytes, target.length));
  target.copy(larger, 0, 0, used);
  if (larger.length <= mostHeld) scratch = larger;
  return larger;
}

/**
 * An array parameter in PostgreSQL's binary form: as text, each quote and backslash of a JSON document would be escaped
 * here and the escapes undone there. It is written when the statement is sent, so that no buffer waits for an answer:
 * what outlives two collections of the young generation costs a collection of the old one.
 */
class BinaryArray {
  readonly #type: keyof typeof typeIds;
  readonly #values: Texts;

  constructor(type: keyof typeof typeIds, values: Texts) {
    this.#type = type;
    this.#values = values;
  }

  /** Called by `pg`, which copies the result at once. */
  toPostgres(): Buffer {
    const values = this.#values;
    // a `jsonb` begins with its version
    const prefix = this.#type === 'jsonb' ? 1 : 0;
    let array = scratch;
    let at = 0;
    // one dimension, a flag for nulls, the type, the length, the first index
    for (const number of [
      values.length === 0 ? 0 : 1,
      values.includes(null) ? 1 : 0,
      typeIds[this.#type],
      values.length,
      1,
    ])
      at = array.writeInt32BE(number, at);
    if (values.length === 0) return array.subarray(0, 12);
    for (const value of values) {
      // no character takes more than three bytes per UTF-16 unit
      array = makeRoom(array, at, 5 + (value?.length ?? 0) * 3);
      const start = at + 4;
      if (value === null) {
        at = array.writeInt32BE(-1, at);
        continue;
      }
      if (prefix === 1) array[start] = 1;
      const end = start + prefix + array.write(value, start + prefix, 'utf8');
      array.writeInt32BE(end - start, at);
      at = end;
    }
    return array.subarray(0, at);
  }
}

/** A value for a parameter of type `text[]`. */
export function textArray(values: Texts): object {
  return new BinaryArray('text', values);
}

/** A value for a parameter of type `json[]`, from JSON texts. */
export function jsonArray(texts: Texts): object {
  return new BinaryArray('json', texts);
}

/** A value for a parameter of type `jsonb[]`, from JSON texts. */
export function jsonbArray(texts: Texts): object {
  return new BinaryArray('jsonb', texts);
}

/** A value for a parameter that is an array of what needs no quotes: ids, numbers, booleans, instants; `null` is written as such. */
export function plainArray(values: readonly (string | number | boolean | Date | null)[]): string {
  return `{${values.map((value) => (value instanceof Date ? value.toISOString() : (value ?? 'null'))).join(',')}}`;
}
