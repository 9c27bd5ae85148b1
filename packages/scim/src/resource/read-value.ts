import { isDangerousName, isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import { distinctValues } from './distinct-values.ts';
import { refuse, refuseType } from './read-context.ts';
import type { ReadContext } from './read-context.ts';
import { readSimple } from './read-simple.ts';

/**
 * Reads an attribute's value into the form in which it is kept: names as the schema spells them, types as the schema
 * has them, nothing unassigned. `undefined` when there is no value (`null`, `[]`, `{}`: RFC 7643 §2.5) or when it
 * was refused, in which case the context has the issue.
 */
export function readValue(attribute: ResourceAttribute, value: JsonValue, context: ReadContext): JsonValue | undefined {
  if (value === null) return undefined;
  return attribute.definition.multiValued ? readList(attribute, value, context) : readSingle(attribute, value, context);
}

/** Reads a single value, or one element of a list. */
export function readSingle(
  attribute: ResourceAttribute,
  value: JsonValue,
  context: ReadContext,
): JsonValue | undefined {
  if (isJsonArray(value)) return readListOfOne(attribute, value, context);
  if (attribute.definition.type !== 'complex') return readSimple(attribute, value, context);
  return isJsonObject(value) ? readComplex(attribute, value, context) : readBareValue(attribute, value, context);
}

function readListOfOne(
  attribute: ResourceAttribute,
  list: readonly JsonValue[],
  context: ReadContext,
): JsonValue | undefined {
  const [value] = list;
  if (value === undefined) return undefined;
  if (list.length > 1 || isJsonArray(value) || !context.recorder.permits('listMismatch', attribute.path)) {
    return refuseType(context, attribute, 'a single value');
  }
  return value === null ? undefined : readSingle(attribute, value, context);
}

function readList(
  attribute: ResourceAttribute,
  value: JsonValue,
  context: ReadContext,
): readonly JsonValue[] | undefined {
  if (!isJsonArray(value)) {
    if (value === '' && context.recorder.permits('emptyTextClears', attribute.path)) return undefined;
    if (!context.recorder.permits('listMismatch', attribute.path)) return refuseType(context, attribute, 'a list');
    return readElements(attribute, [value], context);
  }
  if (value.length > context.limits.maxValues) {
    return refuseType(context, attribute, `a list of at most ${context.limits.maxValues} values`);
  }
  return readElements(attribute, value, context);
}

function readElements(
  attribute: ResourceAttribute,
  list: readonly JsonValue[],
  context: ReadContext,
): readonly JsonValue[] | undefined {
  const read: JsonValue[] = [];
  for (const value of list) {
    const element = readElement(attribute, value, context);
    if (element !== undefined) read.push(element);
  }
  const elements = distinctValues(attribute, read);
  let primaries = 0;
  for (const element of elements) if (isJsonObject(element) && element['primary'] === true) primaries += 1;
  if (primaries > 1) {
    return refuse(context, attribute.path, 'invalidValue', `"${attribute.path}" has more than one primary value`);
  }
  return elements.length === 0 ? undefined : elements;
}

function readElement(attribute: ResourceAttribute, value: JsonValue, context: ReadContext): JsonValue | undefined {
  if (isJsonArray(value)) return refuseType(context, attribute, 'a list without lists in it');
  if (value === null) return skipEmpty(attribute, context);
  const issues = context.issues.length;
  const element = readSingle(attribute, value, context);
  if (element !== undefined || context.issues.length > issues) return element;
  // a value of nothing but what is not the client's to set lacks what is required; one of nothing is skipped
  if (isJsonObject(value) && Object.values(value).some((member) => member !== null)) {
    checkRequired(attribute, {}, context);
  }
  return context.issues.length > issues ? undefined : skipEmpty(attribute, context);
}

function skipEmpty(attribute: ResourceAttribute, context: ReadContext): undefined {
  if (context.recorder.permits('emptyElement', attribute.path)) return undefined;
  return refuse(context, attribute.path, 'invalidValue', `"${attribute.path}" has an empty value`);
}

function readComplex(attribute: ResourceAttribute, written: JsonObject, context: ReadContext): JsonObject | undefined {
  const value = unpack(attribute, written, context);
  const result: MutableJsonObject = {};
  let empty = true;
  for (const name of Object.keys(value)) {
    const sub = attribute.subAttributes.find(name);
    if (sub === undefined) {
      readUnknown(name, `${attribute.path}.${name}`, context);
      continue;
    }
    if (sub.definition.mutability === 'readOnly') continue;
    const member = readValue(sub, value[name]!, context);
    if (member === undefined) continue;
    if (Object.hasOwn(result, sub.name)) refuseTwice(sub, context);
    result[sub.name] = member;
    empty = false;
  }
  if (empty) return undefined;
  if (!context.partial) checkRequired(attribute, result, context);
  return result;
}

/** `{"value": "{\"value\": \"Admin\"}"}`: Microsoft Entra ID sends a role's members as text in its `value`. */
function unpack(attribute: ResourceAttribute, written: JsonObject, context: ReadContext): JsonObject {
  const text = written['value'];
  const packed = typeof text === 'string' ? parseObject(text) : undefined;
  if (packed === undefined || !Object.hasOwn(packed, 'value')) return written;
  if (!context.recorder.permits('jsonText', attribute.path)) return written;
  return { ...written, ...withDisplay(attribute, packed) };
}

/** In such texts a role has its name in `displayName`, where SCIM has `display` (RFC 7643 §2.4). */
function withDisplay(attribute: ResourceAttribute, packed: JsonObject): JsonObject {
  const { displayName, ...others } = packed;
  const renamed =
    typeof displayName === 'string' &&
    attribute.subAttributes.find('displayName') === undefined &&
    attribute.subAttributes.find('display') !== undefined &&
    !Object.hasOwn(packed, 'display');
  return renamed ? { ...others, display: displayName } : packed;
}

function checkRequired(attribute: ResourceAttribute, value: JsonObject, context: ReadContext): void {
  for (const sub of attribute.subAttributes.all) {
    if (sub.definition.required && !Object.hasOwn(value, sub.name)) {
      refuse(context, sub.path, 'invalidValue', `"${sub.path}" is required`);
    }
  }
}

/** A simple value where an object belongs: the forms that identity providers send for managers and roles. */
function readBareValue(attribute: ResourceAttribute, value: JsonValue, context: ReadContext): JsonValue | undefined {
  const { recorder } = context;
  if (value === '' && recorder.permits('emptyTextClears', attribute.path)) return undefined;
  const parsed = typeof value === 'string' ? parseObject(value) : undefined;
  if (parsed !== undefined && recorder.permits('jsonText', attribute.path)) {
    return readComplex(attribute, withDisplay(attribute, parsed), context);
  }
  const sub = attribute.subAttributes.find('value');
  if (sub === undefined || value === '' || !recorder.permits('bareValue', attribute.path)) {
    return refuseType(context, attribute, 'an object');
  }
  const member = readValue(sub, value, context);
  return member === undefined ? undefined : { value: member };
}

function parseObject(text: string): JsonObject | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A member that no schema defines. */
export function readUnknown(name: string, fullPath: string, context: ReadContext): void {
  const path = fullPath.slice(0, 200);
  if (isDangerousName(name)) refuse(context, '', 'invalidSyntax', `"${name}" is not an attribute name`);
  else if (!context.recorder.permits('unknownAttribute', path)) {
    refuse(context, path, 'invalidSyntax', `There is no attribute "${path}"`);
  }
}

/** Notes that an attribute is given twice, perhaps in different case. */
export function refuseTwice(attribute: ResourceAttribute, context: ReadContext): void {
  refuse(context, attribute.path, 'invalidSyntax', `"${attribute.path}" is given twice`);
}
