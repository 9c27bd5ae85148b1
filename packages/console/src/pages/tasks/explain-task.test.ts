import { expect, test } from 'vitest';
import { explainTask } from './explain-task.ts';

test.each([
  ['refused', 409, 'taken'],
  ['refused', 400, 'invalid'],
  ['refused', 403, 'forbidden'],
  ['not-scim', 403, 'notScim'],
  ['login-name', undefined, 'loginName'],
  ['profile', undefined, 'profile'],
  ['refused', 418, 'other'],
  ['internal', undefined, 'other'],
])('%s with %s is "%s"', (kind, status, expected) => {
  expect(explainTask({ kind, status })).toBe(expected);
});
