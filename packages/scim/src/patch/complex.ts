import { errorOfIssues } from '../errors.ts';
import type { ScimError } from '../errors.ts';
import { jsonEquals } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';

/** Sub-attributes given replace those held, others stay (RFC 7644 §3.5.2.3). */
export function mergeComplex(
  attribute: ResourceAttribute,
  current: JsonObject | undefined,
  value: JsonObject,
): JsonObject {
  if (current === undefined) return value;
  const merged = dropStaleReference(attribute, current, { ...current, ...value }, value);
  checkImmutableMembers(attribute, current, merged);
  return jsonEquals(current, merged) ? current : merged;
}

/** Sets one sub-attribute. */
export function setMember(
  attribute: ResourceAttribute,
  current: JsonObject,
  sub: ResourceAttribute,
  value: JsonValue,
): JsonObject {
  return mergeComplex(attribute, current, { [sub.name]: value });
}

/** `undefined` when nothing is left. */
export function removeMember(current: JsonObject, sub: ResourceAttribute): JsonObject | undefined {
  if (!Object.hasOwn(current, sub.name)) return current;
  if (sub.definition.mutability === 'immutable') throw immutable(sub);
  const { [sub.name]: _removed, ...rest } = current;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** A new `value` without a new `$ref` leaves a URI that points at the old resource; it goes, and so does its name. */
function dropStaleReference(
  attribute: ResourceAttribute,
  before: JsonObject,
  after: MutableJsonObject,
  given: JsonObject,
): MutableJsonObject {
  if (attribute.subAttributes.find('$ref') === undefined || before['value'] === after['value']) return after;
  for (const name of ['$ref', 'display', 'displayName']) {
    if (!Object.hasOwn(given, name)) delete after[name];
  }
  return after;
}

/** Immutable sub-attributes keep the value they have. */
export function checkImmutableMembers(attribute: ResourceAttribute, before: JsonObject, after: JsonObject): void {
  for (const sub of attribute.subAttributes.all) {
    if (sub.definition.mutability !== 'immutable' || !Object.hasOwn(before, sub.name)) continue;
    if (!jsonEquals(before[sub.name], after[sub.name])) {
      throw immutable(sub);
    }
  }
}

function immutable({ path }: ResourceAttribute): ScimError {
  return errorOfIssues([{ path, code: 'mutability', detail: `"${path}" cannot be changed` }]);
}
