import { ScimError } from '../errors.ts';
import { isJsonObject, jsonEquals } from '../json.ts';
import type { JsonValue, MutableJsonObject } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';

/** Most pairs of elements that one operation compares: many with the same `value`, or without one, are told apart pair by pair. */
const mostComparisons = 250_000;

/** `isSameElement` for one operation, which may not go on without end. */
function comparisonsOf(attribute: ResourceAttribute): (held: JsonValue, given: JsonValue) => boolean {
  let left = mostComparisons;
  return (held, given) => {
    left -= 1;
    if (left < 0) throw ScimError.invalidValue(`"${attribute.path}" has too many values that are hard to tell apart`);
    return isSameElement(attribute, held, given);
  };
}

/**
 * Adds values to a list. A value that is there already stays as it is (RFC 7644 §3.5.2.1); one with the same `value`
 * and `type` takes over the sub-attributes given, since a list should not hold the pair twice (RFC 7643 §2.4).
 * @throws ScimError `invalidValue` when several are to be primary at once, or too many can hardly be told apart
 */
export function addElements(
  attribute: ResourceAttribute,
  current: readonly JsonValue[],
  added: readonly JsonValue[],
): readonly JsonValue[] {
  const result = [...current];
  const positions = positionsByKey(attribute, result);
  const touched = new Set<number>();
  const isSame = comparisonsOf(attribute);
  for (const element of added) {
    const key = keyOf(attribute, element);
    const position = positions.get(key)?.find((index) => isSame(result[index]!, element));
    if (position === undefined) {
      note(positions, key, result.length);
      touched.add(result.length);
      result.push(element);
      continue;
    }
    const held = result[position]!;
    const merged = mergeElement(attribute, held, element);
    if (jsonEquals(merged, held)) continue;
    result[position] = merged;
    touched.add(position);
  }
  return touched.size === 0 ? current : settlePrimary(attribute, result, touched);
}

/** `value` and `type` are what made the two the same, so the spelling held is kept; so is what is immutable. */
function mergeElement(attribute: ResourceAttribute, held: JsonValue, given: JsonValue): JsonValue {
  if (!isJsonObject(held) || !isJsonObject(given)) return held;
  const merged: MutableJsonObject = { ...held, ...given };
  for (const { name, definition } of attribute.subAttributes.all) {
    const kept = name === 'value' || name === 'type' || definition.mutability === 'immutable';
    if (kept && held[name] !== undefined) merged[name] = held[name];
  }
  return merged;
}

/**
 * Removes the values that are given; what is not there needs no removing. `undefined` when nothing is left.
 * @throws ScimError `invalidValue` when too many can hardly be told apart
 */
export function removeElements(
  attribute: ResourceAttribute,
  current: readonly JsonValue[] | undefined,
  removed: readonly JsonValue[],
): readonly JsonValue[] | undefined {
  if (current === undefined || removed.length === 0) return current;
  const byKey = new Map<string, JsonValue[]>();
  for (const element of removed) note(byKey, keyOf(attribute, element), element);
  const isSame = comparisonsOf(attribute);
  const rest = current.filter((element) => {
    const candidates = byKey.get(keyOf(attribute, element));
    return candidates === undefined || !candidates.some((candidate) => isSame(element, candidate));
  });
  if (rest.length === current.length) return current;
  return rest.length === 0 ? undefined : rest;
}

/**
 * When touched values are primary, the others no longer are (RFC 7644 §3.5.2).
 * @throws ScimError `invalidValue` when several are to be primary at once
 */
export function settlePrimary(
  attribute: ResourceAttribute,
  elements: readonly JsonValue[],
  touched: ReadonlySet<number>,
): readonly JsonValue[] {
  const primaries = [...touched].filter((index) => isPrimary(elements[index]));
  if (primaries.length === 0) return elements;
  if (primaries.length > 1) throw ScimError.invalidValue(`"${attribute.path}" would have several primary values`);
  return elements.map((element, index) =>
    index !== primaries[0] && isJsonObject(element) && isPrimary(element) ? { ...element, primary: false } : element,
  );
}

function isPrimary(element: JsonValue | undefined): boolean {
  return isJsonObject(element) && element['primary'] === true;
}

function positionsByKey(attribute: ResourceAttribute, elements: readonly JsonValue[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [index, element] of elements.entries()) note(positions, keyOf(attribute, element), index);
  return positions;
}

function note<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

/** Elements that may be the same have the same key: the `value`, or the simple value, as its attribute compares. */
function keyOf(attribute: ResourceAttribute, element: JsonValue): string {
  const value = isJsonObject(element) ? element['value'] : element;
  if (typeof value !== 'string') return `${typeof value} ${JSON.stringify(value)}`;
  const definition = attribute.subAttributes.find('value')?.definition;
  return definition?.caseExact === true ? value : value.toLowerCase();
}

/**
 * Whether a value that is given means an element that is held; their keys are equal. With a `value` the `type` decides,
 * where one is given, unless the value is a reference: a member is the same member whatever its type is said to be.
 * Without a `value`, every sub-attribute given must be there.
 */
function isSameElement(attribute: ResourceAttribute, held: JsonValue, given: JsonValue): boolean {
  if (!isJsonObject(held) || !isJsonObject(given)) return true;
  if (!Object.hasOwn(given, 'value')) return Object.keys(given).every((name) => jsonEquals(held[name], given[name]));
  if (attribute.subAttributes.find('$ref') !== undefined || !Object.hasOwn(given, 'type')) return true;
  return sameType(held['type'], given['type']);
}

function sameType(held: JsonValue | undefined, given: JsonValue | undefined): boolean {
  if (typeof held === 'string' && typeof given === 'string') return held.toLowerCase() === given.toLowerCase();
  return held === given;
}
