import { ToleranceRecorder } from '../dialect.ts';
import type { AppliedTolerance, Tolerances } from '../dialect.ts';
import { errorOfIssues } from '../errors.ts';
import type { Issue } from '../errors.ts';
import { isPresent, valueAt } from '../filter/evaluate-filter.ts';
import { isJsonArray, isJsonObject, jsonEquals } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { PlacedExtension, ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { addElements, removeElements } from './elements.ts';
import { checkImmutableMembers, mergeComplex, removeMember, setMember } from './complex.ts';
import type { PatchOperation } from './patch-operation.ts';
import { applyToSelected } from './selected.ts';

/** What a patch has made of a resource. */
export interface PatchResult {
  /** The attributes after the patch; the very object that was given when nothing changed. */
  readonly resource: JsonObject;
  readonly changed: boolean;
  readonly tolerances: readonly AppliedTolerance[];
}

/**
 * Applies operations in order to kept attributes (see `CheckedResource`). All or nothing: the input is never changed,
 * and an error leaves no trace.
 * @throws ScimError `mutability`, `noTarget` or `invalidValue` (RFC 7644 §3.5.2)
 */
export function applyPatch(
  type: ResourceTypeDefinition,
  resource: JsonObject,
  operations: readonly PatchOperation[],
  dialect: Tolerances,
): PatchResult {
  const recorder = new ToleranceRecorder(dialect);
  const draft: MutableJsonObject = { ...resource };
  const touched = new Set<ResourceAttribute>();
  for (const operation of operations) {
    const before = valueAt(operation.attribute, draft);
    const after = applyOperation(operation, before, recorder);
    if (after === before) continue;
    checkImmutable(operation.attribute, before, after);
    putValue(draft, operation.attribute, after);
    touched.add(operation.attribute);
  }
  const changed = [...touched].filter(
    (attribute) => !jsonEquals(valueAt(attribute, resource), valueAt(attribute, draft)),
  );
  for (const attribute of changed) {
    const gone = attribute.extension !== undefined && !Object.hasOwn(draft, attribute.extension);
    if (!gone) checkComplete(attribute, valueAt(attribute, draft), operations);
  }
  const extensions = new Set(changed.flatMap(({ extension }) => extension ?? []));
  for (const extension of type.extensions) if (extensions.has(extension.schema.id)) checkExtension(extension, draft);
  return {
    resource: changed.length === 0 ? resource : draft,
    changed: changed.length > 0,
    tolerances: recorder.applied,
  };
}

function applyOperation(
  operation: PatchOperation,
  current: JsonValue | undefined,
  recorder: ToleranceRecorder,
): JsonValue | undefined {
  const { filter, subAttribute } = operation;
  const { multiValued, type } = operation.attribute.definition;
  if (filter !== undefined || (multiValued && subAttribute !== undefined)) {
    return applyToSelected(operation, current, recorder);
  }
  if (multiValued) return applyToList(operation, isJsonArray(current) ? current : undefined);
  if (type !== 'complex') return operation.verb === 'remove' ? undefined : operation.value;
  return applyToComplex(operation, isJsonObject(current) ? current : undefined);
}

function applyToComplex(operation: PatchOperation, current: JsonObject | undefined): JsonObject | undefined {
  const { attribute, subAttribute, value } = operation;
  if (operation.verb === 'remove' || value === undefined) {
    return subAttribute === undefined || current === undefined ? undefined : removeMember(current, subAttribute);
  }
  if (subAttribute !== undefined) return setMember(attribute, current ?? {}, subAttribute, value);
  return isJsonObject(value) ? mergeComplex(attribute, current, value) : current;
}

function applyToList(operation: PatchOperation, current: readonly JsonValue[] | undefined): JsonValue | undefined {
  const list = isJsonArray(operation.value) ? operation.value : undefined;
  switch (operation.verb) {
    case 'add':
      return list === undefined ? current : addElements(operation.attribute, current ?? [], list);
    case 'replace':
      return list;
    case 'remove':
      return list === undefined ? undefined : removeElements(operation.attribute, current, list);
  }
}

/**
 * RFC 7644 §3.5.2: a value may be added to an immutable attribute that has none, and that is all; so it is with the
 * immutable parts of a single complex value, which cannot go with the whole.
 */
function checkImmutable(
  attribute: ResourceAttribute,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): void {
  if (isJsonObject(before)) checkImmutableMembers(attribute, before, isJsonObject(after) ? after : {});
  if (attribute.definition.mutability !== 'immutable' || before === undefined) return;
  if (jsonEquals(before, after)) return;
  throw errorOfIssues([{ path: attribute.path, code: 'mutability', detail: `"${attribute.path}" cannot be changed` }]);
}

/** Sets or, with `undefined`, removes a top-level attribute; an extension's object is copied, and dropped when empty. */
function putValue(draft: MutableJsonObject, attribute: ResourceAttribute, value: JsonValue | undefined): void {
  if (attribute.extension === undefined) {
    setOrDelete(draft, attribute.name, value);
    return;
  }
  const held = draft[attribute.extension];
  const extension: MutableJsonObject = isJsonObject(held) ? { ...held } : {};
  setOrDelete(extension, attribute.name, value);
  setOrDelete(draft, attribute.extension, Object.keys(extension).length === 0 ? undefined : extension);
}

function setOrDelete(target: MutableJsonObject, name: string, value: JsonValue | undefined): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}

/** A required extension cannot go; one that is there has what it requires. */
function checkExtension({ schema, required, attributes }: PlacedExtension, resource: JsonObject): void {
  if (!Object.hasOwn(resource, schema.id)) {
    if (!required) return;
    const detail = `The extension "${schema.id}" is required and cannot be removed`;
    throw errorOfIssues([{ path: schema.id, code: 'mutability', detail }]);
  }
  const missing = attributes.all.filter((attribute) => isNeeded(attribute) && !isPresent(valueAt(attribute, resource)));
  if (missing.length > 0) throw errorOfIssues(missing.map(missingValue));
}

function missingValue({ path }: ResourceAttribute): Issue {
  return { path, code: 'invalidValue', detail: `"${path}" is required` };
}

/** Read-only attributes and secrets that are not kept are not the client's to complete. */
function isNeeded({ definition: { required, mutability, retained } }: ResourceAttribute): boolean {
  return required && mutability !== 'readOnly' && retained;
}

/** What must hold once all operations are done (RFC 7644 §3.5.2.2: a required attribute cannot be removed). */
function checkComplete(
  attribute: ResourceAttribute,
  value: JsonValue | undefined,
  operations: readonly PatchOperation[],
): void {
  if (attribute.definition.required && !isPresent(value)) throw errorOfIssues([removed(attribute)]);
  const required = attribute.subAttributes.all.filter((sub) => sub.definition.required && sub.parent === attribute);
  if (required.length === 0 || attribute.definition.type !== 'complex') return;
  for (const element of isJsonArray(value) ? value : [value]) {
    if (!isJsonObject(element)) continue;
    const missing = required.find((sub) => !Object.hasOwn(element, sub.name));
    if (missing === undefined) continue;
    const wasRemoved = operations.some(({ verb, subAttribute }) => verb === 'remove' && subAttribute === missing);
    throw errorOfIssues([wasRemoved ? removed(missing) : missingValue(missing)]);
  }
}

function removed({ path }: ResourceAttribute): Issue {
  return { path, code: 'mutability', detail: `"${path}" is required and cannot be removed` };
}
