import { expect, test } from 'vitest';
import { explainTask } from './explain-task.ts';

test.each([
  ['refused', 409, 'taken'],
  ['refused', 400, 'invalid'],
  ['refused', 401, 'credentials'],
  ['refused', 403, 'forbidden'],
  ['not-scim', 403, 'notScim'],
  ['login-name', undefined, 'loginName'],
  ['reactivation', undefined, 'reactivation'],
  ['profile', undefined, 'profile'],
  ['tombstone', undefined, 'tombstone'],
  ['refused', 418, 'other'],
  ['internal', undefined, 'other'],
])('%s with %s is "%s"', (kind, status, expected) => {
  expect(explainTask({ about: 'user', kind, status })).toBe(expected);
});

test.each([
  ['group', 'no-groups', undefined, 'noGroups'],
  ['group', 'group-name-kept', undefined, 'groupNameKept'],
  ['group', 'group-name-taken', undefined, 'groupNameTaken'],
  ['group', 'ambiguous', undefined, 'groupAmbiguous'],
  ['group', 'refused', 409, 'groupNameTaken'],
  ['group', 'refused', 403, 'forbidden'],
  ['group', 'refused', 400, 'other'],
  ['member', 'refused', 404, 'memberRefused'],
] as const)('a %s: %s with %s is "%s"', (about, kind, status, expected) => {
  expect(explainTask({ about, kind, status })).toBe(expected);
});
