import type { JsonObject, JsonValue } from '@lockstep/scim';
import { targetPath, type TargetPath } from './target-path.ts';

/** What an application is to hold of a user: a value for each target path; a path that is absent has no value. */
export type AppProfile = Readonly<Record<string, AppValue>>;
/** A list is a set: its order says nothing, and an empty one is no value. */
export type AppValue = string | number | boolean | readonly string[];

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** The SCIM User of a creation. */
export function toResource(profile: AppProfile): JsonObject {
  let resource: JsonObject = { schemas: [userSchema] };
  for (const [target, value] of Object.entries(profile)) resource = withValue(resource, target, value);
  return resource;
}

/** The part of an account at the target that `targets` name, so that it compares with a profile. */
export function fromResource(resource: JsonObject, targets: readonly string[]): AppProfile {
  return Object.fromEntries(
    targets.flatMap((target): [string, AppValue][] => {
      const value = readValue(resource, targetPath(target));
      return value === undefined ? [] : [[target, value]];
    }),
  );
}

/** A copy of the resource with the value set, or without it where `value` is undefined. The rest is left alone. */
export function withValue(resource: JsonObject, target: string, value: AppValue | undefined): JsonObject {
  const path = targetPath(target);
  const { schema } = path;
  if (schema === undefined) return withAttribute(resource, path, value);
  const held = resource[schema];
  const extension = withAttribute(isObject(held) ? held : {}, path, value);
  const empty = Object.keys(extension).length === 0;
  return withSchema(withMember(resource, schema, empty ? undefined : extension), schema, !empty);
}

function withAttribute(holder: JsonObject, path: TargetPath, value: AppValue | undefined): JsonObject {
  const { attribute, subAttribute, type } = path;
  const held = holder[attribute];
  if (subAttribute === undefined) return withMember(holder, attribute, value);
  if (type === undefined) {
    const complex = withMember(isObject(held) ? held : {}, subAttribute, value);
    return withMember(holder, attribute, Object.keys(complex).length === 0 ? undefined : complex);
  }
  const elements = withElement(Array.isArray(held) ? held.filter(isObject) : [], type, subAttribute, value);
  return withMember(holder, attribute, elements.length === 0 ? undefined : elements);
}

/** `schemas` names the extensions that a resource has, and no others (RFC 7643 §3). */
function withSchema(resource: JsonObject, schema: string, present: boolean): JsonObject {
  const held = Array.isArray(resource['schemas']) ? resource['schemas'] : [userSchema];
  if (held.includes(schema) === present) return resource;
  return { ...resource, schemas: present ? [...held, schema] : held.filter((one) => one !== schema) };
}

/** The element that an added value becomes: primary unless another one is. */
function withElement(
  elements: readonly JsonObject[],
  type: string,
  subAttribute: string,
  value: AppValue | undefined,
): JsonObject[] {
  const others = elements.filter((element) => element['type'] !== type);
  if (value === undefined) return others;
  const found = elements.find((element) => element['type'] === type);
  if (found !== undefined) {
    return elements.map((element) => (element === found ? { ...element, [subAttribute]: value } : element));
  }
  const primary = !others.some((element) => element['primary'] === true);
  return [...others, { [subAttribute]: value, type, ...(primary ? { primary } : {}) }];
}

function withMember(object: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** The value in the path's place; undefined where there is none: an empty text or list counts as none. */
export function readValue(resource: JsonObject, path: TargetPath): AppValue | undefined {
  const holder = path.schema === undefined ? resource : resource[path.schema];
  return isObject(holder) ? toAppValue(valueAt(holder, path)) : undefined;
}

function valueAt(holder: JsonObject, path: TargetPath): JsonValue | undefined {
  const held = holder[path.attribute];
  if (path.subAttribute === undefined) return held;
  if (path.type === undefined) return isObject(held) ? held[path.subAttribute] : undefined;
  if (!Array.isArray(held)) return undefined;
  return held.filter(isObject).find((element) => element['type'] === path.type)?.[path.subAttribute];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for what no application holds in one place: nothing, an object, a list of anything but text. */
export function toAppValue(value: JsonValue | undefined): AppValue | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value === '' ? undefined : value;
  return isTextList(value) && value.length > 0 ? value : undefined;
}

function isTextList(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Whether an application that holds the one needs nothing to hold the other. */
export function sameValue(one: AppValue | undefined, other: AppValue | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.every((text) => other.includes(text)) && other.every((text) => one.includes(text));
}
