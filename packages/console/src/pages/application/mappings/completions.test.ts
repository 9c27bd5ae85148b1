import { expect, it } from 'vitest';
import { completionsFor } from './completions.ts';

const reference = {
  attributes: [
    { name: 'firstName', type: 'string', source: 'name.givenName' },
    { name: 'login', type: 'string', source: 'userName' },
  ],
  functions: [
    { name: 'String.len', signature: 'String.len(string)', summary: 'The length.', call: 'x', gives: 'y' },
    { name: 'Arrays.get', signature: 'Arrays.get(array, position)', summary: 'One.', call: 'x', gives: 'y' },
  ],
} as const;

it.each([
  ['us', 0, ['user.firstName', 'user.login', 'appuser.userName']],
  ['user.', 0, ['user.firstName', 'user.login', 'appuser.userName']],
  ['"a" + user.f', 6, ['user.firstName']],
  ['len', 0, ['String.len']],
  ['String.len(fir', 11, ['user.firstName']],
  ['user.login', 0, []],
  ['', 0, []],
  ['1 + ', 4, []],
  ['org', 0, ['org.name', 'org.subDomain']],
  ['"us', 1, []],
  ["'it' + \"us", 8, []],
  ['"" + us', 5, ['user.firstName', 'user.login', 'appuser.userName']],
])('%j', (before, start, names) => {
  const found = completionsFor(reference, 'attribute', before);
  expect({ start: found.start, names: found.completions.map(({ name }) => name) }).toEqual({ start, names });
});

it('offers nothing of the account to a login name', () => {
  expect(completionsFor(reference, 'userName', 'us').completions.map(({ name }) => name)).not.toContain(
    'appuser.userName',
  );
});

it('offers nothing of the organization to a group rule', () => {
  expect(completionsFor(reference, 'userName', 'org').completions).toHaveLength(2);
  expect(completionsFor(reference, 'groupRule', 'org').completions).toEqual([]);
});
