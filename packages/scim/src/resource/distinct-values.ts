import { foldText } from '../filter/evaluate-filter.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';

/**
 * The values of a list, each once (RFC 7643 §2.4): of those that differ in nothing but `primary`, and in case where that
 * does not count, the primary one stays, else the first. The very list when there are none.
 */
export function distinctValues(attribute: ResourceAttribute, list: readonly JsonValue[]): readonly JsonValue[] {
  if (list.length < 2 || !mayRepeat(attribute, list)) return list;
  const distinct = new Map<string, JsonValue>();
  for (const element of list) {
    const key = keyOf(attribute, element);
    if (!distinct.has(key) || (isPrimary(element) && !isPrimary(distinct.get(key)))) distinct.set(key, element);
  }
  return distinct.size === list.length ? list : [...distinct.values()];
}

/** Long lists are of references or addresses, where a look at each `value` tells. */
function mayRepeat(attribute: ResourceAttribute, list: readonly JsonValue[]): boolean {
  const sub = attribute.subAttributes.find('value');
  if (sub === undefined) return true;
  return (
    new Set(list.map((element) => folded(sub, isJsonObject(element) ? element['value'] : element))).size < list.length
  );
}

/** The same text for values that are the same. */
function keyOf(attribute: ResourceAttribute, element: JsonValue): string {
  if (!isJsonObject(element)) return JSON.stringify(folded(attribute, element));
  const parts = attribute.subAttributes.all.map((sub) => {
    const member = element[sub.name];
    return sub.name === 'primary' && typeof member === 'boolean' ? undefined : folded(sub, member);
  });
  return JSON.stringify(parts);
}

function folded(attribute: ResourceAttribute, value: JsonValue | undefined): JsonValue | undefined {
  if (isJsonArray(value)) return value.map((element) => folded(attribute, element) ?? null);
  return typeof value === 'string' ? foldText(attribute, value) : value;
}

function isPrimary(element: JsonValue | undefined): boolean {
  return isJsonObject(element) && element['primary'] === true;
}
