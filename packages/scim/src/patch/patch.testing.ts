import { expect } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { Tolerances } from '../dialect.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { applyPatch } from './apply-patch.ts';
import type { PatchResult } from './apply-patch.ts';
import { parsePatch } from './parse-patch.ts';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const patchSchemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

/** All that RFC 7644 allows: the strict dialect also goes by the interoperability profile, which wants a path. */
export const rfcDialect: Tolerances = { ...strictDialect, pathlessOperation: true };

/** Parses and applies operations. */
export function patch(
  type: ResourceTypeDefinition,
  source: JsonObject,
  operations: readonly JsonValue[],
  dialect: Tolerances,
): PatchResult {
  const request = parsePatch(type, { schemas: patchSchemas, Operations: operations }, { dialect });
  return applyPatch(type, source, request.operations, dialect);
}

export const work = { value: 'a@work.example', type: 'work', primary: true };
export const home = { value: 'a@home.example', type: 'home' };
export const user: JsonObject = {
  userName: 'anna',
  displayName: 'Anna',
  name: { givenName: 'Anna', familyName: 'Berg' },
  emails: [work, home],
  [enterprise]: { department: 'Sales', manager: { value: 'm1', $ref: 'https://x.example/Users/m1' } },
};
/** The user without some attributes. */
export const others = (...without: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(user).filter(([name]) => !without.includes(name)));

/** What operations make of the user, named for what they do. */
export interface PatchCase {
  readonly name: string;
  readonly operations: readonly JsonValue[];
  /** The whole resource afterwards. */
  readonly target: JsonObject;
}

/** The user becomes the target in both dialects that need no path, without a tolerance; the given user is left alone. */
export function expectTarget({ operations, target }: PatchCase): void {
  const before = structuredClone(user);
  for (const dialect of [rfcDialect, lenientDialect]) {
    const result = patch(userResourceType, user, operations, dialect);
    expect(result.resource).toStrictEqual(target);
    expect(result).toMatchObject({ changed: true, tolerances: [] });
  }
  expect(user).toStrictEqual(before);
}

/** Attributes of the kinds that users and groups do not have. */
export const deviceType = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  schema: defineSchema({
    id: 'urn:example:Device',
    name: 'Device',
    attributes: [
      { name: 'serial', mutability: 'immutable' },
      { name: 'state', mutability: 'readOnly' },
      { name: 'tags', multiValued: true },
      { name: 'size', type: 'integer' },
      {
        name: 'parts',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', mutability: 'immutable' },
          { name: 'label', required: true },
        ],
      },
      {
        name: 'owner',
        type: 'complex',
        subAttributes: [
          { name: 'value', mutability: 'immutable' },
          { name: 'note' },
          { name: 'seen', mutability: 'readOnly' },
        ],
      },
    ],
  }),
});
