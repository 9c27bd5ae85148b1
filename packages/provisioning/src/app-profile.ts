import type { JsonObject, JsonValue } from '@lockstep/scim';
import { targetPath, type TargetPath } from './target-path.ts';

/** What an application is to hold of a user: a value for each target path; a path that is absent has no value. */
export type AppProfile = Readonly<Record<string, AppValue>>;
export type AppValue = string | number | boolean;

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
      const value = valueAt(resource, targetPath(target));
      return isAppValue(value) && value !== '' ? [[target, value]] : [];
    }),
  );
}

/** A copy of the resource with the value set, or without it where `value` is undefined. The rest is left alone. */
export function withValue(resource: JsonObject, target: string, value: AppValue | undefined): JsonObject {
  const path = targetPath(target);
  const { attribute, subAttribute } = path;
  const held = resource[attribute];
  if (subAttribute === undefined) return withMember(resource, attribute, value);
  if (path.type === undefined) {
    const complex = withMember(isObject(held) ? held : {}, subAttribute, value);
    return withMember(resource, attribute, Object.keys(complex).length === 0 ? undefined : complex);
  }
  const elements = withElement(Array.isArray(held) ? held.filter(isObject) : [], path.type, subAttribute, value);
  return withMember(resource, attribute, elements.length === 0 ? undefined : elements);
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

function valueAt(resource: JsonObject, path: TargetPath): JsonValue | undefined {
  const held = resource[path.attribute];
  if (path.subAttribute === undefined) return held;
  if (path.type === undefined) return isObject(held) ? held[path.subAttribute] : undefined;
  if (!Array.isArray(held)) return undefined;
  return held.filter(isObject).find((element) => element['type'] === path.type)?.[path.subAttribute];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isAppValue(value: JsonValue | undefined): value is AppValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
