import { isJsonObject, jsonEquals, type JsonObject, type JsonValue } from '@lockstep/scim';
import { availableServicesOf, servicesSchema, withAvailableServices } from '../directory/services/services.ts';
import type { Policy } from './policy.ts';

type MutableAttributes = Record<string, JsonValue>;

/** Of the six items that cybozu.com takes over (help, article 020260), with what tells users apart and their status. */
const documentAttributes = new Set(['userName', 'externalId', 'active', 'displayName', 'emails']);
const nameParts = ['familyName', 'givenName'] as const;

/** Surname and given name; the other parts of a name stay, but for a composed name that would no longer be true. */
function acceptName(before: JsonValue | undefined, after: JsonValue | undefined): JsonObject | undefined {
  const name: MutableAttributes = isJsonObject(before) ? { ...before } : {};
  let moved = false;
  for (const part of nameParts) {
    const value = isJsonObject(after) ? after[part] : undefined;
    if (value === name[part]) continue;
    moved = true;
    if (value === undefined) delete name[part];
    else name[part] = value;
  }
  if (moved) delete name['formatted'];
  return Object.keys(name).length === 0 ? undefined : name;
}

function take(resource: MutableAttributes, name: string, value: JsonValue | undefined): void {
  if (value === undefined) delete resource[name];
  else resource[name] = value;
}

function acceptDocument(before: JsonObject, after: JsonObject): MutableAttributes {
  const accepted: MutableAttributes = { ...before };
  for (const name of documentAttributes) take(accepted, name, after[name]);
  take(accepted, 'name', acceptName(before['name'], after['name']));
  return accepted;
}

/**
 * The attributes of a user as the connection may write them: what it may not write stays as it was. The very object
 * `before` says that nothing changes.
 */
export function acceptAttributes({ attributes, services }: Policy, before: JsonObject, after: JsonObject): JsonObject {
  if (after === before) return before;
  const accepted: MutableAttributes = attributes === 'all' ? { ...after } : acceptDocument(before, after);
  const source = services === 'accepted' ? after : before;
  take(accepted, servicesSchema.id, source[servicesSchema.id]);
  const agreed = withAvailableServices(accepted, availableServicesOf(source));
  return jsonEquals(agreed, before) ? before : agreed;
}
