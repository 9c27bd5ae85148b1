import { valueAt } from '../filter/evaluate-filter.ts';
import { isJsonObject, jsonEquals } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { patchSchema } from './parse-patch.ts';
import type { PatchVerb } from './patch-operation.ts';

/** An operation as it is sent (RFC 7644 §3.5.2). */
export type PatchOperationMessage = JsonObject & {
  readonly op: PatchVerb;
  readonly path: string;
  readonly value?: JsonValue;
};

/** One attribute or sub-attribute that differs; a side is absent where there is no value. Lists are compared whole. */
export interface AttributeChange {
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/**
 * The operations that make `after` of `before`, both kept attributes (see `CheckedResource`): applied to `before` they
 * give exactly `after`. A complex attribute is changed part by part, a list replaced as a whole. Attributes that a
 * client cannot set are passed over.
 */
export function diffResources(
  type: ResourceTypeDefinition,
  before: JsonObject,
  after: JsonObject,
): readonly PatchOperationMessage[] {
  return differing(type, before, after).flatMap(({ attribute, left, right }) => diffAttribute(attribute, left, right));
}

/** A PATCH body (RFC 7644 §3.5.2). */
export function patchRequest(operations: readonly PatchOperationMessage[]): JsonObject {
  return { schemas: [patchSchema], Operations: operations };
}

/** What differs between two versions of a resource, for people and audits: complex attributes part by part. */
export function changedAttributes(
  type: ResourceTypeDefinition,
  before: JsonObject,
  after: JsonObject,
): readonly AttributeChange[] {
  const changes: AttributeChange[] = [];
  for (const { attribute, left, right } of differing(type, before, after)) {
    if (attribute.definition.multiValued || attribute.definition.type !== 'complex') {
      changes.push(change(attribute, left, right));
      continue;
    }
    for (const sub of attribute.subAttributes.all) {
      const leftPart = partOf(left, sub);
      const rightPart = partOf(right, sub);
      if (!jsonEquals(leftPart, rightPart)) changes.push(change(sub, leftPart, rightPart));
    }
  }
  return changes;
}

interface Difference {
  readonly attribute: ResourceAttribute;
  readonly left: JsonValue | undefined;
  readonly right: JsonValue | undefined;
}

function differing(type: ResourceTypeDefinition, before: JsonObject, after: JsonObject): readonly Difference[] {
  const differences: Difference[] = [];
  addDifferences(differences, type.attributes.all, before, after);
  for (const { schema, attributes } of type.extensions) {
    // most resources have no values of most extensions
    if (before[schema.id] === after[schema.id]) continue;
    addDifferences(differences, attributes.all, before, after);
  }
  return differences;
}

function addDifferences(
  differences: Difference[],
  attributes: readonly ResourceAttribute[],
  before: JsonObject,
  after: JsonObject,
): void {
  for (const attribute of attributes) {
    const { mutability } = attribute.definition;
    if (mutability === 'readOnly' || mutability === 'writeOnly' || attribute.path === 'schemas') continue;
    const left = valueAt(attribute, before);
    const right = valueAt(attribute, after);
    if (!jsonEquals(left, right)) differences.push({ attribute, left, right });
  }
}

function change(
  { path }: ResourceAttribute,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): AttributeChange {
  if (before === undefined) return after === undefined ? { path } : { path, after };
  return after === undefined ? { path, before } : { path, before, after };
}

function partOf(value: JsonValue | undefined, sub: ResourceAttribute): JsonValue | undefined {
  return isJsonObject(value) ? value[sub.name] : undefined;
}

function diffAttribute(
  attribute: ResourceAttribute,
  left: JsonValue | undefined,
  right: JsonValue | undefined,
): readonly PatchOperationMessage[] {
  const { path, definition } = attribute;
  if (right === undefined) return [{ op: 'remove', path }];
  // Adding to a list would drop values that are in it twice.
  if (left === undefined) return [{ op: definition.multiValued ? 'replace' : 'add', path, value: right }];
  const parts = !definition.multiValued && isJsonObject(left) && isJsonObject(right);
  if (!parts) return [{ op: 'replace', path, value: right }];
  return pointsElsewhere(attribute, left, right)
    ? [...removals(attribute, left, right), { op: 'replace', path, value: right }]
    : [...removals(attribute, left, right), ...replacements(attribute, left, right)];
}

/** A reference to another resource is sent whole: on a new `value` alone a server may drop the old `$ref`. */
function pointsElsewhere(attribute: ResourceAttribute, left: JsonObject, right: JsonObject): boolean {
  return attribute.subAttributes.find('$ref') !== undefined && left['value'] !== right['value'];
}

function removals(attribute: ResourceAttribute, left: JsonObject, right: JsonObject): readonly PatchOperationMessage[] {
  return attribute.subAttributes.all
    .filter((sub) => left[sub.name] !== undefined && right[sub.name] === undefined)
    .map(({ path }) => ({ op: 'remove', path }));
}

function replacements(
  attribute: ResourceAttribute,
  left: JsonObject,
  right: JsonObject,
): readonly PatchOperationMessage[] {
  return attribute.subAttributes.all.flatMap((sub) => {
    const value = right[sub.name];
    if (value === undefined || jsonEquals(left[sub.name], value)) return [];
    return [{ op: left[sub.name] === undefined ? 'add' : 'replace', path: sub.path, value }];
  });
}
