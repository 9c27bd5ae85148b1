import { ScimError } from '../errors.ts';
import { compareValues, valueAt } from '../filter/evaluate-filter.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { readAttributePath } from '../path/attribute-path.ts';
import { resolveAttribute } from '../path/resolve-path.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';

/** RFC 7644 §3.4.2.3. */
export type SortOrder = 'ascending' | 'descending';

/** What resources are sorted by. */
export interface Sort {
  /** Never complex: `emails` has become `emails.value`. */
  readonly attribute: ResourceAttribute;
  readonly order: SortOrder;
}

/**
 * Reads `sortBy` and `sortOrder` (RFC 7644 §3.4.2.3); `undefined` without `sortBy`.
 * @throws ScimError `invalidValue` for an attribute that resources cannot be sorted by, or another order
 */
export function parseSort(
  request: { readonly sortBy?: string; readonly sortOrder?: string },
  type: ResourceTypeDefinition,
): Sort | undefined {
  if (request.sortBy === undefined || request.sortBy === '') return undefined;
  const path = readAttributePath(request.sortBy);
  const found = path === undefined ? undefined : resolveAttribute(type, path);
  const attribute = found?.definition.type === 'complex' ? found.subAttributes.find('value') : found;
  if (attribute === undefined || attribute.definition.returned === 'never') {
    throw ScimError.invalidValue(`Resources cannot be sorted by "${request.sortBy.slice(0, 200)}"`);
  }
  return { attribute, order: readOrder(request.sortOrder) };
}

function readOrder(text: string | undefined): SortOrder {
  const order = (text ?? '').toLowerCase();
  if (order === '' || order === 'ascending') return 'ascending';
  if (order === 'descending') return order;
  throw ScimError.invalidValue('"sortOrder" must be "ascending" or "descending"');
}

/**
 * Compares two resources for `Array.sort`. Of several values the primary counts, else the first; a resource without
 * value comes last when ascending and first when descending.
 */
export function compareBy({ attribute, order }: Sort): (left: JsonObject, right: JsonObject) => number {
  const sign = order === 'ascending' ? 1 : -1;
  return (left, right) => sign * compareKeys(attribute, sortKey(attribute, left), sortKey(attribute, right));
}

function compareKeys(attribute: ResourceAttribute, left: JsonValue, right: JsonValue): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareValues(attribute, left, right) ?? 0;
}

function sortKey(attribute: ResourceAttribute, resource: JsonObject): JsonValue {
  if (attribute.parent === undefined) return firstOf(valueAt(attribute, resource));
  const holder = firstOf(valueAt(attribute.parent, resource));
  if (isJsonObject(holder)) return holder[attribute.name] ?? null;
  return attribute.name === 'value' ? holder : null;
}

function firstOf(value: JsonValue | undefined): JsonValue {
  if (!isJsonArray(value)) return value ?? null;
  return value.find((element) => isJsonObject(element) && element['primary'] === true) ?? value[0] ?? null;
}
