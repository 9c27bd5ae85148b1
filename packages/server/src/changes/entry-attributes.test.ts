import { changedAttributes, type JsonObject } from '@lockstep/scim';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { userResourceType } from '../directory/users/user-type.ts';
import { resourcesOf } from '../storage/filter-to-sql/filters.testing.ts';
import type { AttributeChange } from './change.ts';
import { attributesOf } from './entry-attributes.ts';

const byPath = (changes: readonly AttributeChange[]): AttributeChange[] =>
  changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));

test('a creation taken apart says what the comparison with nothing says', () => {
  fc.assert(
    fc.property(resourcesOf(userResourceType), (resource: JsonObject) => {
      expect(byPath(attributesOf(resource))).toEqual(byPath(changedAttributes(userResourceType, {}, resource)));
    }),
  );
});
