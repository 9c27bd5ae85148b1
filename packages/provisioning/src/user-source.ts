import type { JsonObject, JsonValue } from '@lockstep/scim';
import { isAppValue, type AppValue } from './app-profile.ts';

/** A user of the directory, as mappings read it. `resource` holds its SCIM attributes (RFC 7643 §4.1). */
export interface SourceUser {
  readonly id: string;
  readonly userName: string;
  readonly resource: JsonObject;
}

/**
 * The value of an attribute that a mapping names: `id`, `userName`, `email` (the primary address, else the one for
 * work, else the first), a SCIM attribute such as `title`, or a part of one such as `name.familyName`.
 * Undefined where there is none; an empty text counts as none.
 */
export function readAttribute(user: SourceUser, attribute: string): AppValue | undefined {
  if (attribute === 'id') return user.id;
  const value = attribute === 'email' ? emailOf(user.resource) : follow(user.resource, attribute.split('.'));
  return isAppValue(value) && value !== '' ? value : undefined;
}

function follow(resource: JsonObject, names: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = resource;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

function emailOf(resource: JsonObject): JsonValue | undefined {
  const emails = resource['emails'];
  if (!Array.isArray(emails)) return undefined;
  const elements = emails as readonly { readonly [name: string]: JsonValue }[];
  const main =
    elements.find((email) => email['primary'] === true) ??
    elements.find((email) => email['type'] === 'work') ??
    elements[0];
  return main?.['value'];
}
