import { enterpriseUserSchema, type JsonObject } from '@lockstep/scim';
import { expect, test } from 'vitest';
import { isFoldedByLetters } from './folded-by-letters.ts';
import { userResourceType } from './user-type.ts';

const enterprise = enterpriseUserSchema.id;

test.each<[string, JsonObject, boolean]>([
  ['letters A to Z', { userName: 'Ann', name: { familyName: 'O’Hara', formatted: 'ANN' } }, true],
  ['writing without case', { userName: 'hana', displayName: '森 花 Hana', nickName: 'はな 🌸' }, true],
  ['quotes and line breaks', { userName: 'a"\\N\nb', title: 'C:\\New' }, true],
  ['the enterprise extension', { userName: 'ann', [enterprise]: { department: 'R', manager: { value: 'X' } } }, true],
  ['small letters that stay as they are', { userName: 'zoë', displayName: 'straße' }, true],
  ['another capital', { userName: 'zoe', displayName: 'ZOË' }, false],
  ['a capital that two letters are made of', { userName: 'İ' }, false],
  ['a sigma', { userName: 'ΟΔΟΣ' }, false],
  ['the sign of Kelvin', { userName: '\u212a' }, false],
  ['a control character', { userName: 'a', title: '\u0001' }, false],
  ['half of a pair', { userName: 'a', title: '\ud800' }, false],
  ['a reference', { userName: 'ann', profileUrl: 'https://a.example/Ann' }, false],
  ['a reference within a list', { userName: 'ann', photos: [{ value: 'https://a.example/Ann' }] }, false],
  ['a list without one', { userName: 'ann', photos: [{ type: 'Photo' }] }, true],
  ['a reference to the manager', { userName: 'ann', [enterprise]: { manager: { value: 'x', $ref: 'X' } } }, false],
  ['an identifier of a role', { userName: 'ann', roles: [{ value: 'Admin', id: 'A' }] }, false],
  ['a role', { userName: 'ann', roles: [{ value: 'Admin' }] }, true],
  ['an identifier that has a column', { userName: 'ann', externalId: 'Ann' }, true],
  ['another extension', { userName: 'ann', 'urn:example:Lease': { note: 'n' } }, false],
])('%s', (_name, resource, expected) => {
  expect(isFoldedByLetters(userResourceType, resource, JSON.stringify(resource))).toBe(expected);
});
