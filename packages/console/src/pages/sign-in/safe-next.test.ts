import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test.each([
  [null, '/'],
  ['/o/acme/directory/users?search=a', '/o/acme/directory/users?search=a'],
  ['https://evil.example/', '/'],
  ['//evil.example/o/acme', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('%j leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});
