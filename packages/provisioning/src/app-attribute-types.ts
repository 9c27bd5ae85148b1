import { toAppValue, type AppValue } from './app-profile.ts';
import { convertTo, type AttributeType } from './expressions/attribute-type.ts';
import type { Value } from './expressions/value.ts';
import { parseTargetPath } from './target-path.ts';
import { userProfile, type UserAttribute } from './user-profile.ts';

const types = new Map(userProfile.map(({ source, type }) => [source, type]));

/**
 * The type of what a mapping reads of a user, by its source: an attribute of the profile, or the path of any other SCIM
 * attribute, which counts as a string unless it is one of `custom`. Undefined for what is neither.
 */
export function sourceType(source: string, custom: readonly UserAttribute[]): AttributeType | undefined {
  const known = types.get(source) ?? custom.find((one) => one.source === source)?.type;
  return known ?? (parseTargetPath(source) === undefined ? undefined : 'string');
}

/** A value as an application's attribute holds it. Undefined for nothing: null, an empty string, an empty array. */
export function toAttributeValue(value: Value, type: AttributeType): AppValue | undefined {
  const converted = convertTo(type, value);
  return converted === null || typeof converted !== 'object'
    ? toAppValue(converted)
    : toAppValue(converted.map(String));
}

/** A constant must be of its attribute's type as it is. */
export function convertConstant(value: AppValue, type: AttributeType): AppValue | undefined {
  const converted = toAttributeValue(value, type);
  if (type === 'string' && typeof value !== 'string') return undefined;
  return converted;
}
