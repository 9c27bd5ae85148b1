import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonValue, MutableJsonObject } from '../json.ts';

const prefix = 'bulkId:';

/**
 * Where a bulk id may stand (RFC 7644 §3.7.2): as a whole text, as the last part of an address, in `$ref` and in whatever
 * attribute of an extension refers to resources, and within quotes in the `path` of a PATCH operation.
 */
const inReference = /^([^\s"]*\/)bulkId:([^/"\s]+)$/;
const inPath = /"bulkId:([^"]+)"/g;

/** The bulk ids that an operation's data and the id in its path refer to, each once. */
export function bulkReferences(data: JsonValue, id: string | undefined): readonly string[] {
  const found = new Set<string>();
  if (id?.startsWith(prefix)) found.add(id.slice(prefix.length));
  collect(data, undefined, found);
  return [...found];
}

function collect(value: JsonValue, name: string | undefined, found: Set<string>): void {
  if (typeof value === 'string') {
    for (const reference of referencesIn(value, name)) found.add(reference);
  } else if (isJsonArray(value)) {
    for (const element of value) collect(element, name, found);
  } else if (isJsonObject(value)) {
    for (const member of Object.keys(value)) collect(value[member]!, member, found);
  }
}

function referencesIn(text: string, name: string | undefined): readonly string[] {
  if (text.startsWith(prefix)) return [text.slice(prefix.length)];
  if (!text.includes(prefix)) return [];
  const reference = inReference.exec(text)?.[2];
  if (reference !== undefined) return [reference];
  return name === 'path' ? [...text.matchAll(inPath)].map((match) => match[1]!) : [];
}

/** Puts ids in the place of the bulk ids that are known; others stay. The input is not changed. */
export function resolveBulkIds(value: JsonValue, ids: ReadonlyMap<string, string>): JsonValue {
  return resolve(value, undefined, ids);
}

function resolve(value: JsonValue, name: string | undefined, ids: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return resolveText(value, name, ids);
  if (isJsonArray(value)) return value.map((element) => resolve(element, name, ids));
  if (!isJsonObject(value)) return value;
  const result: MutableJsonObject = {};
  for (const member of Object.keys(value)) result[member] = resolve(value[member]!, member, ids);
  return result;
}

function resolveText(text: string, name: string | undefined, ids: ReadonlyMap<string, string>): string {
  if (text.startsWith(prefix)) return ids.get(text.slice(prefix.length)) ?? text;
  if (!text.includes(prefix)) return text;
  const [, address, reference = ''] = inReference.exec(text) ?? [];
  if (address !== undefined) return replaced(text, `${address}${ids.get(reference)}`, ids.has(reference));
  if (name !== 'path') return text;
  return text.replace(inPath, (found, id: string) => replaced(found, `"${ids.get(id)}"`, ids.has(id)));
}

function replaced(found: string, replacement: string, known: boolean): string {
  return known ? replacement : found;
}
