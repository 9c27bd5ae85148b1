import { ToleranceRecorder } from '../dialect.ts';
import type { AppliedTolerance, Tolerances } from '../dialect.ts';
import { errorOfIssues } from '../errors.ts';
import { isPresent, valueAt } from '../filter/evaluate-filter.ts';
import { isJsonObject, jsonEquals } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import { allAttributes } from '../schema/resource-type-definition.ts';
import type { PlacedExtension, ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { checkSchemas } from './check-schemas.ts';
import { putAttribute, readMembers } from './read-attributes.ts';
import { defaultResourceLimits, refuse } from './read-context.ts';
import type { ReadContext, ResourceLimits } from './read-context.ts';

/** How to check a body. */
export interface CheckOptions {
  readonly dialect: Tolerances;
  readonly limits?: ResourceLimits;
}

/**
 * Attributes as they are kept: names spelt as in the schema, types as in the schema, nothing unassigned, extensions
 * under their URN. No `schemas`, `id`, `meta` or other read-only attribute, and never a password. See `present`.
 */
export interface CheckedResource {
  readonly resource: JsonObject;
  readonly tolerances: readonly AppliedTolerance[];
}

/**
 * Checks the body of a create (RFC 7644 §3.3). Read-only attributes are ignored.
 * @throws ScimError with all `issues`; `invalidSyntax` for a wrong structure, `invalidValue` for a wrong value or a
 *   missing required attribute
 */
export function checkCreate(type: ResourceTypeDefinition, body: JsonValue, options: CheckOptions): CheckedResource {
  const context = startReading(options);
  const resource = readResource(type, body, context);
  return finish(resource, context);
}

/**
 * Checks the body of a replace (RFC 7644 §3.5.1) against the attributes kept now. Attributes left out are cleared,
 * except read-only and immutable ones, which stay; an immutable attribute may not get another value (`mutability`).
 * @throws ScimError as `checkCreate` does, and `mutability`
 */
export function checkReplace(
  type: ResourceTypeDefinition,
  body: JsonValue,
  current: JsonObject,
  options: CheckOptions,
): CheckedResource {
  const context = startReading(options);
  const resource = readResource(type, body, context);
  for (const extension of type.extensions) keepExtension(extension, resource, current);
  for (const attribute of allAttributes(type)) keepCurrent(attribute, resource, current, context);
  return finish(resource, context);
}

function startReading(options: CheckOptions): ReadContext {
  return {
    recorder: new ToleranceRecorder(options.dialect),
    limits: options.limits ?? defaultResourceLimits,
    issues: [],
    partial: false,
  };
}

function finish(resource: JsonObject, context: ReadContext): CheckedResource {
  if (context.issues.length > 0) throw errorOfIssues(context.issues);
  return { resource, tolerances: context.recorder.applied };
}

function readResource(type: ResourceTypeDefinition, body: JsonValue, context: ReadContext): MutableJsonObject {
  const resource: MutableJsonObject = {};
  if (!isJsonObject(body)) {
    refuse(context, '', 'invalidSyntax', 'The body must be a JSON object');
    return resource;
  }
  let schemas: JsonValue = null;
  readMembers(type, body, context, (attribute, value) => {
    if (attribute.path === 'schemas') schemas = value;
    else takeAttribute(resource, attribute, value, context);
  });
  checkSchemas(type, schemas, resource, context);
  checkRequired(type, resource, context);
  return resource;
}

function takeAttribute(
  resource: MutableJsonObject,
  attribute: ResourceAttribute,
  value: JsonValue,
  context: ReadContext,
): void {
  const { mutability, retained } = attribute.definition;
  if (mutability === 'readOnly' || attribute.parent?.definition.mutability === 'readOnly') return;
  if (!retained) dropWriteOnly(attribute, value, context);
  else putAttribute(resource, attribute, value, context);
}

/** Secrets are never kept: a provider that has a use for passwords takes them from the body before this. */
export function dropWriteOnly(attribute: ResourceAttribute, value: JsonValue, context: ReadContext): void {
  if (value === null || context.recorder.permits('password', attribute.path)) return;
  refuse(context, attribute.path, 'invalidValue', `"${attribute.path}" is not accepted here`);
}

function checkRequired(type: ResourceTypeDefinition, resource: JsonObject, context: ReadContext): void {
  for (const attribute of type.attributes.all) checkPresent(attribute, resource, context);
  for (const extension of type.extensions) {
    if (!extension.required && !Object.hasOwn(resource, extension.schema.id)) continue;
    for (const attribute of extension.attributes.all) checkPresent(attribute, resource, context);
    if (!Object.hasOwn(resource, extension.schema.id)) {
      refuse(context, extension.schema.id, 'invalidValue', `The extension "${extension.schema.id}" is required`);
    }
  }
}

function checkPresent(attribute: ResourceAttribute, resource: JsonObject, context: ReadContext): void {
  const { required, mutability, retained } = attribute.definition;
  if (!required || mutability === 'readOnly' || !retained) return;
  if (!isPresent(valueAt(attribute, resource))) {
    refuse(context, attribute.path, 'invalidValue', `"${attribute.path}" is required`);
  }
}

/**
 * Immutable values stay whatever is left out. Where they would then stand without what their extension requires, the
 * extension stays as it is: a client that does not know it need not send it.
 */
function keepExtension(
  { schema: { id }, attributes }: PlacedExtension,
  resource: MutableJsonObject,
  current: JsonObject,
): void {
  const held = current[id];
  if (held === undefined || Object.hasOwn(resource, id) || !attributes.all.some(isRequiredAnew)) return;
  if (attributes.all.some((attribute) => isImmutable(attribute) && valueAt(attribute, current) !== undefined))
    resource[id] = held;
}

function isImmutable({ definition }: ResourceAttribute): boolean {
  return definition.mutability === 'immutable';
}

function isRequiredAnew({ definition: { required, mutability, retained } }: ResourceAttribute): boolean {
  return required && retained && (mutability === 'readWrite' || mutability === 'writeOnly');
}

/** The rules of RFC 7644 §3.5.1 for an attribute that the client may not freely set. */
function keepCurrent(
  attribute: ResourceAttribute,
  resource: MutableJsonObject,
  current: JsonObject,
  context: ReadContext,
): void {
  const { mutability } = attribute.definition;
  const before = valueAt(attribute, current);
  if (before === undefined) return;
  if (mutability !== 'readOnly' && mutability !== 'immutable') {
    keepMembers(attribute, before, resource, context);
    return;
  }
  const after = valueAt(attribute, resource);
  if (after === undefined) putKept(attribute, before, resource);
  else if (!jsonEquals(before, after)) {
    refuse(context, attribute.path, 'mutability', `"${attribute.path}" cannot be changed`);
  }
}

/** The same for the immutable members of a single complex value; elements of a list are told apart by what they are. */
function keepMembers(
  attribute: ResourceAttribute,
  before: JsonValue,
  resource: MutableJsonObject,
  context: ReadContext,
): void {
  if (attribute.definition.multiValued || !isJsonObject(before)) return;
  const subs = attribute.subAttributes.all;
  if (valueAt(attribute, resource) === undefined && subs.some(isRequiredAnew)) {
    if (subs.some((sub) => isImmutable(sub) && before[sub.name] !== undefined)) putKept(attribute, before, resource);
    return;
  }
  for (const { name, path, definition } of subs) {
    const held = before[name];
    if (definition.mutability !== 'immutable' || held === undefined) continue;
    const value = valueAt(attribute, resource);
    const after = isJsonObject(value) ? value : {};
    if (after[name] === undefined) putKept(attribute, { ...after, [name]: held }, resource);
    else if (!jsonEquals(held, after[name])) refuse(context, path, 'mutability', `"${path}" cannot be changed`);
  }
}

function putKept(attribute: ResourceAttribute, value: JsonValue, resource: MutableJsonObject): void {
  if (attribute.extension === undefined) resource[attribute.name] = value;
  else {
    const held = resource[attribute.extension];
    resource[attribute.extension] = { ...(isJsonObject(held) ? held : {}), [attribute.name]: value };
  }
}
