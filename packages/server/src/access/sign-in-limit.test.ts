import { expect, test } from 'vitest';
import { SignInLimit } from './sign-in-limit.ts';

test('ten failures close the door for the rest of five minutes, for that key alone', () => {
  const limit = new SignInLimit();
  for (let attempt = 0; attempt < 9; attempt += 1) limit.noteFailure('a', attempt);
  expect(limit.waitFor('a', 100)).toBe(0);
  limit.noteFailure('a', 100);
  expect(limit.waitFor('a', 100)).toBe(300);
  expect(limit.waitFor('b', 100)).toBe(0);
  expect(limit.waitFor('a', 300_000)).toBe(0);
});

test('a success forgets the failures before it', () => {
  const limit = new SignInLimit();
  for (let attempt = 0; attempt < 10; attempt += 1) limit.noteFailure('a', 0);
  limit.noteSuccess('a');
  expect(limit.waitFor('a', 1)).toBe(0);
});
