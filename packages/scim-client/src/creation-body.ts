import { isJsonObject, type JsonObject, type JsonValue } from '@lockstep/scim';
import type { CreationStyle } from './client-profile.ts';

/** The body of a creation in the style of a client profile. `randomText` makes the password that nobody is told. */
export function creationBody(resource: JsonObject, style: CreationStyle, randomText: () => string): JsonObject {
  const held = Array.isArray(resource['schemas']) ? resource['schemas'] : [];
  const whole: JsonObject = {
    ...style.extra,
    ...resource,
    ...(style.schemas.length === 0 ? {} : { schemas: [...new Set([...held, ...style.schemas])] }),
    ...(style.dummyPassword ? { password: `Aa1!${randomText()}` } : {}),
  };
  return inOrder(whole, style.order, '') as JsonObject;
}

function inOrder(value: JsonValue, order: CreationStyle['order'], path: string): JsonValue {
  if (Array.isArray(value)) return value.map((element: JsonValue) => inOrder(element, order, path));
  if (!isJsonObject(value)) return value;
  const first = (order[path] ?? []).filter((name) => name in value);
  const names = [...new Set([...first, ...Object.keys(value)])];
  return Object.fromEntries(
    names.map((name) => [name, inOrder(value[name] ?? null, order, path === '' ? name : `${path}.${name}`)]),
  );
}
