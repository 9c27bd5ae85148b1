import type { Tolerances } from '../dialect.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { checkCreate } from './check-resource.ts';

export const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Bodies with what is required, and nothing else: a user, and a device of `device.testing.ts`. */
export const minimal = { schemas: [user], userName: 'b' };
export const device = { schemas: ['urn:example:Device'], serial: 'S1' };

/** What becomes of the body of a creation. */
export function create(type: ResourceTypeDefinition, body: JsonValue, dialect: Tolerances): JsonObject {
  return checkCreate(type, body, { dialect }).resource;
}
