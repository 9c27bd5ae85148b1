import { describe, it } from 'vitest';
import { enterprise, expectTarget, home, others, user, work } from './patch.testing.ts';
import type { PatchCase } from './patch.testing.ts';

const removed: readonly PatchCase[] = [
  {
    name: 'a single value',
    operations: [{ op: 'remove', path: 'displayName' }],
    target: others('displayName'),
  },
  { name: 'several values', operations: [{ op: 'remove', path: 'emails' }], target: others('emails') },
  {
    name: 'a sub-attribute',
    operations: [{ op: 'remove', path: 'name.givenName' }],
    target: { ...user, name: { familyName: 'Berg' } },
  },
  {
    name: 'the last sub-attribute',
    operations: [
      { op: 'remove', path: 'name.givenName' },
      { op: 'remove', path: 'name.familyName' },
    ],
    target: others('name'),
  },
  {
    name: 'the values that match',
    operations: [{ op: 'remove', path: 'emails[type eq "work" and value ew "work.example"]' }],
    target: { ...user, emails: [home] },
  },
  {
    name: 'all values, by a filter that matches them all',
    operations: [{ op: 'remove', path: 'emails[value pr]' }],
    target: others('emails'),
  },
  {
    name: 'a sub-attribute of the values that match',
    operations: [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
    target: { ...user, emails: [{ value: work.value, type: 'work' }, home] },
  },
  {
    name: 'values whose last sub-attribute goes',
    operations: [
      { op: 'replace', path: 'emails', value: [{ display: 'x' }, home] },
      { op: 'remove', path: 'emails[display eq "x"].display' },
    ],
    target: { ...user, emails: [home] },
  },
  {
    name: 'an attribute of an extension',
    operations: [{ op: 'remove', path: `${enterprise}:department` }],
    target: { ...user, [enterprise]: { manager: { value: 'm1', $ref: 'https://x.example/Users/m1' } } },
  },
  {
    name: 'an extension as a whole',
    operations: [{ op: 'remove', path: enterprise }],
    target: others(enterprise),
  },
  {
    name: 'the last attribute of an extension',
    operations: [
      { op: 'remove', path: `${enterprise}:department` },
      { op: 'remove', path: `${enterprise}:manager` },
    ],
    target: others(enterprise),
  },
  {
    name: 'and add in turn: each operation sees what the one before it did',
    operations: [
      { op: 'remove', path: 'emails[type eq "work"]' },
      { op: 'add', path: 'emails', value: [work] },
      { op: 'replace', path: 'emails[type eq "work"].display', value: 'W' },
    ],
    target: { ...user, emails: [home, { ...work, display: 'W' }] },
  },
  {
    name: 'a required attribute that is given again',
    operations: [
      { op: 'remove', path: 'userName' },
      { op: 'add', path: 'userName', value: 'new' },
    ],
    target: { ...user, userName: 'new' },
  },
];

describe('remove', () => {
  it.each(removed)('$name', (one) => expectTarget(one));
});
