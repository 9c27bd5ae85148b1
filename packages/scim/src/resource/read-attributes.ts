import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import { readAttributePath } from '../path/attribute-path.ts';
import { resolveAttribute } from '../path/resolve-path.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { PlacedExtension, ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { refuse } from './read-context.ts';
import type { ReadContext } from './read-context.ts';
import { readUnknown, readValue, refuseTwice } from './read-value.ts';

/** Takes one attribute that was found in a body; `value` is as written. */
export type TakeAttribute = (attribute: ResourceAttribute, value: JsonValue) => void;

/**
 * Goes through the members of a resource body, or of the value of a path-less PATCH operation, and hands over each
 * attribute with its value. Understands extension objects, and where allowed `urn:…:attribute` and `name.givenName`.
 */
export function readMembers(
  type: ResourceTypeDefinition,
  body: JsonObject,
  context: ReadContext,
  take: TakeAttribute,
): void {
  for (const name of Object.keys(body)) {
    const value = body[name]!;
    const attribute = type.attributes.find(name);
    if (attribute !== undefined) {
      take(attribute, value);
      continue;
    }
    const extension = type.findExtension(name);
    if (extension === undefined) readOtherKey(type, name, context, (found) => take(found, value));
    else readExtension(extension, value, context, take);
  }
}

function readExtension(extension: PlacedExtension, value: JsonValue, context: ReadContext, take: TakeAttribute): void {
  if (value === null) return;
  if (!isJsonObject(value)) {
    refuse(context, extension.schema.id, 'invalidSyntax', `"${extension.schema.id}" must be an object`);
    return;
  }
  for (const name of Object.keys(value)) {
    const attribute = extension.attributes.find(name);
    if (attribute === undefined) readUnknown(name, `${extension.schema.id}:${name}`, context);
    else take(attribute, value[name]!);
  }
}

/** A member name that is a path, or an extension's attribute without its URN. */
function readOtherKey(
  type: ResourceTypeDefinition,
  name: string,
  context: ReadContext,
  take: (attribute: ResourceAttribute) => void,
): void {
  const path = readAttributePath(name);
  const attribute = path === undefined ? undefined : resolveAttribute(type, path, context.recorder);
  if (path === undefined || attribute === undefined) {
    readUnknown(name, name, context);
    return;
  }
  if (path.schema !== undefined && !context.recorder.permits('urnKey', attribute.path)) return refuseKey(name, context);
  if (path.subAttribute !== undefined && !context.recorder.permits('dottedKey', attribute.path)) {
    return refuseKey(name, context);
  }
  take(attribute);
}

function refuseKey(name: string, context: ReadContext): void {
  refuse(context, name, 'invalidSyntax', `"${name}" is a path, not an attribute name`);
}

/** Reads an attribute's value and puts it in its place in `target`. */
export function putAttribute(
  target: MutableJsonObject,
  attribute: ResourceAttribute,
  value: JsonValue,
  context: ReadContext,
): void {
  if (attribute.parent?.definition.multiValued === true) {
    // `emails.value` does not say which value is meant.
    readUnknown(attribute.path, attribute.path, context);
    return;
  }
  const read = readValue(attribute, value, context);
  if (read === undefined) return;
  const holder = holderOf(target, attribute);
  if (Object.hasOwn(holder, attribute.name)) refuseTwice(attribute, context);
  holder[attribute.name] = read;
}

/** The object that holds the attribute: the resource, an extension's object, or a complex value. Made when absent. */
function holderOf(target: MutableJsonObject, attribute: ResourceAttribute): MutableJsonObject {
  const { extension, parent } = attribute;
  const holder = extension === undefined ? target : memberObject(target, extension);
  return parent === undefined ? holder : memberObject(holder, parent.name);
}

function memberObject(target: MutableJsonObject, name: string): MutableJsonObject {
  const found = Object.hasOwn(target, name) ? target[name] : undefined;
  const object: MutableJsonObject = isJsonObject(found) ? found : {};
  target[name] = object;
  return object;
}
