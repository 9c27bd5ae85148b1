import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import { instantOf } from '../schema/date-time.ts';
import type { CheckedComparison, CheckedFilter } from './checked-filter.ts';
import type { ComparisonOperator } from './filter-node.ts';

/**
 * Whether a resource, or for a value path's filter an element, fulfils a filter (RFC 7644 §3.4.2.2).
 *
 * - Text compares by the attribute's `caseExact`, in code point order; dateTime values compare as instants.
 * - A comparison holds when it holds for any value of the attribute. An attribute without values counts as one
 *   value `null`, and so does a sub-attribute that an element lacks; `null` fulfils `ne` and nothing else.
 *   So `title ne "x"` holds for a user without title, and for several values `ne` is not the opposite of `eq`.
 * - `pr` holds when there is a value; `""`, `null`, `[]` and `{}` are none.
 *
 * It never throws, whatever the resource looks like.
 */
export function evaluateFilter(filter: CheckedFilter, resource: JsonObject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.operands.every((operand) => evaluateFilter(operand, resource));
    case 'or':
      return filter.operands.some((operand) => evaluateFilter(operand, resource));
    case 'not':
      return !evaluateFilter(filter.operand, resource);
    case 'comparison':
      return valuesOf(filter.attribute, resource).some((value) => compares(filter, value));
    case 'present':
      return valuesOf(filter.attribute, resource).some(isPresent);
    case 'valuePath':
      return elementsOf(valueAt(filter.attribute, resource)).some((element) => matchesElement(filter.filter, element));
  }
}

/** Whether one element of a multi-valued attribute, or a complex value, fulfils the filter within the brackets. */
export function matchesElement(filter: CheckedFilter, element: JsonValue): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.operands.every((operand) => matchesElement(operand, element));
    case 'or':
      return filter.operands.some((operand) => matchesElement(operand, element));
    case 'not':
      return !matchesElement(filter.operand, element);
    case 'comparison':
      return elementsOrNull(memberOf(filter.attribute, element)).some((value) => compares(filter, value));
    case 'present':
      return isPresent(memberOf(filter.attribute, element));
    case 'valuePath':
      return false;
  }
}

const nothing: readonly JsonValue[] = [null];

/** All values of an attribute or sub-attribute; `[null]` when there is none. */
function valuesOf(attribute: ResourceAttribute, resource: JsonObject): readonly JsonValue[] {
  if (attribute.parent === undefined) return elementsOrNull(valueAt(attribute, resource));
  const elements = elementsOf(valueAt(attribute.parent, resource));
  if (elements.length === 0) return nothing;
  return elements.flatMap((element) => elementsOrNull(memberOf(attribute, element)));
}

/** The value of a top-level attribute, extensions looked into. */
export function valueAt(attribute: ResourceAttribute, resource: JsonObject): JsonValue | undefined {
  if (attribute.extension === undefined) return ownMember(resource, attribute.name);
  const extension = ownMember(resource, attribute.extension);
  return isJsonObject(extension) ? ownMember(extension, attribute.name) : undefined;
}

/** A sub-attribute of an element; an element that is a simple value is its own `value`. */
function memberOf(attribute: ResourceAttribute, element: JsonValue): JsonValue {
  if (isJsonObject(element)) return ownMember(element, attribute.name) ?? null;
  return attribute.name === 'value' ? element : null;
}

function ownMember(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function elementsOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return isJsonArray(value) ? value : [value];
}

function elementsOrNull(value: JsonValue | undefined): readonly JsonValue[] {
  const elements = elementsOf(value);
  return elements.length === 0 ? nothing : elements;
}

/** RFC 7644 §3.4.2.2 `pr`: a non-empty value, or a complex value with something in it. */
export function isPresent(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (isJsonArray(value)) return value.some(isPresent);
  return !isJsonObject(value) || Object.values(value).some(isPresent);
}

function compares(filter: CheckedComparison, actual: JsonValue): boolean {
  if (actual === null) return filter.operator === 'ne';
  const order = compareValues(filter.attribute, actual, filter.value);
  if (order === undefined) return filter.operator === 'ne';
  return tests[filter.operator](order, filter, actual);
}

type Test = (order: number, filter: CheckedComparison, actual: JsonValue) => boolean;

const tests: Readonly<Record<ComparisonOperator, Test>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  co: (_order, filter, actual) => fold(filter.attribute, actual).includes(fold(filter.attribute, filter.value)),
  sw: (_order, filter, actual) => fold(filter.attribute, actual).startsWith(fold(filter.attribute, filter.value)),
  ew: (_order, filter, actual) => fold(filter.attribute, actual).endsWith(fold(filter.attribute, filter.value)),
};

function fold(attribute: ResourceAttribute, value: JsonValue): string {
  return foldText(attribute, typeof value === 'string' ? value : '');
}

/**
 * The text to compare by: lower case unless the attribute is case exact. The one place where text is folded, so that
 * a store which keeps folded copies compares as `evaluateFilter` does.
 */
export function foldText(attribute: ResourceAttribute, text: string): string {
  return attribute.definition.caseExact ? text : text.toLowerCase();
}

/** Negative, zero or positive; `undefined` when the two cannot be compared. Also what sorting goes by. */
export function compareValues(attribute: ResourceAttribute, left: JsonValue, right: JsonValue): number | undefined {
  if (typeof left !== typeof right) return undefined;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  if (attribute.definition.type !== 'dateTime') return compareText(fold(attribute, left), fold(attribute, right));
  const [leftInstant, rightInstant] = [instantOf(left), instantOf(right)];
  return leftInstant === undefined || rightInstant === undefined ? undefined : leftInstant - rightInstant;
}

/**
 * Code point order, as PostgreSQL's "C" collation has it. JavaScript compares UTF-16 code units, which differs
 * where a surrogate meets a character from U+E000 on.
 */
export function compareText(left: string, right: string): number {
  const end = Math.min(left.length, right.length);
  for (let index = 0; index < end; index += 1) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return a >= 0xd800 && b >= 0xd800 ? rankOfUnit(a) - rankOfUnit(b) : a - b;
  }
  return left.length - right.length;
}

/** Puts surrogates (characters beyond U+FFFF) after all other code units. */
function rankOfUnit(unit: number): number {
  return unit < 0xe000 ? unit + 0x10000 : unit;
}
