import type { ToleranceRecorder } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import type { CheckedFilter } from '../filter/checked-filter.ts';
import { matchesElement } from '../filter/evaluate-filter.ts';
import { isJsonArray, isJsonObject, jsonEquals } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import { distinctValues } from '../resource/distinct-values.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import { checkImmutableMembers, removeMember, setMember, mergeComplex } from './complex.ts';
import { settlePrimary } from './elements.ts';
import type { PatchOperation } from './patch-operation.ts';

/** Applies an operation to the values that its filter selects; without filter, to a sub-attribute of all of them. */
export function applyToSelected(
  operation: PatchOperation,
  current: JsonValue | undefined,
  recorder: ToleranceRecorder,
): JsonValue | undefined {
  const { attribute } = operation;
  const elements = current === undefined ? [] : isJsonArray(current) ? current : [current];
  const selected = new Set<number>();
  for (const [index, element] of elements.entries()) {
    if (operation.filter === undefined || matchesElement(operation.filter, element)) selected.add(index);
  }
  if (operation.verb === 'remove') return unlist(attribute, removeSelected(operation, elements, selected), current);
  if (selected.size === 0) return unlist(attribute, createElement(operation, elements, recorder), current);
  const next = elements.map((element, index) => (selected.has(index) ? changeElement(operation, element) : element));
  return unlist(attribute, settlePrimary(attribute, next, selected), current);
}

/** Gives back the list, the single value of an attribute that is not multi-valued, or what was when nothing changed. */
function unlist(
  attribute: ResourceAttribute,
  elements: readonly JsonValue[],
  current: JsonValue | undefined,
): JsonValue | undefined {
  if (!attribute.definition.multiValued) return elements[0];
  if (elements.length === 0) return undefined;
  const distinct = distinctValues(attribute, elements);
  return jsonEquals(distinct, current) ? current : distinct;
}

function removeSelected(
  operation: PatchOperation,
  elements: readonly JsonValue[],
  selected: ReadonlySet<number>,
): readonly JsonValue[] {
  const { subAttribute } = operation;
  if (subAttribute === undefined) return elements.filter((_element, index) => !selected.has(index));
  return elements.flatMap((element, index) => {
    if (!selected.has(index) || !isJsonObject(element)) return [element];
    const rest = removeMember(element, subAttribute);
    return rest === undefined ? [] : [rest];
  });
}

function changeElement(operation: PatchOperation, element: JsonValue): JsonValue {
  const { attribute, subAttribute, filter, value } = operation;
  if (value === undefined) return element;
  if (!isJsonObject(element)) return value;
  if (subAttribute !== undefined) return setMember(attribute, element, subAttribute, value);
  if (!isJsonObject(value)) return element;
  if (operation.verb === 'add') return mergeComplex(attribute, element, value);
  // What the filter fixes stays as it is held: replacing the work address does not make it any other kind.
  const fixed = Object.keys(impliedMembers(filter) ?? {}).map((name) => [name, element[name]!] as const);
  const replaced: JsonObject = { ...Object.fromEntries(fixed), ...value };
  checkImmutableMembers(attribute, element, replaced);
  return replaced;
}

/**
 * Nothing matched. `add` makes the value; `replace` does so where that is tolerated, else there is no target
 * (RFC 7644 §3.5.2.3). What the filter asks for with `eq` becomes part of the new value.
 */
function createElement(
  operation: PatchOperation,
  elements: readonly JsonValue[],
  recorder: ToleranceRecorder,
): readonly JsonValue[] {
  const { attribute, subAttribute, filter, value } = operation;
  const implied = filter === undefined ? {} : impliedMembers(filter);
  const creatable = attribute.definition.multiValued && implied !== undefined && value !== undefined;
  if (!creatable || (operation.verb === 'replace' && !recorder.permits('createOnNoMatch', attribute.path))) {
    throw ScimError.noTarget(`No value of "${attribute.path}" matches`);
  }
  const made = attribute.definition.type === 'complex' ? makeElement(implied, subAttribute, value) : value;
  return settlePrimary(attribute, [...elements, made], new Set([elements.length]));
}

function makeElement(implied: JsonObject, subAttribute: ResourceAttribute | undefined, value: JsonValue): JsonObject {
  if (subAttribute !== undefined) return { ...implied, [subAttribute.name]: value };
  return { ...implied, ...(isJsonObject(value) ? value : {}) };
}

/** The sub-attributes that a filter of `eq` terms joined by `and` fixes; `undefined` for any other filter. */
function impliedMembers(filter: CheckedFilter | undefined): JsonObject | undefined {
  if (filter?.kind === 'comparison' && filter.operator === 'eq') return { [filter.attribute.name]: filter.value };
  if (filter?.kind !== 'and') return undefined;
  const members: MutableJsonObject = {};
  for (const operand of filter.operands) {
    const implied = impliedMembers(operand);
    if (implied === undefined) return undefined;
    Object.assign(members, implied);
  }
  return members;
}
