import { describe, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { enterprise, expectTarget, home, user, work } from './patch.testing.ts';
import type { PatchCase } from './patch.testing.ts';

const added: readonly PatchCase[] = [
  {
    name: 'a single value that was not there',
    operations: [{ op: 'add', path: 'title', value: 'CEO' }],
    target: { ...user, title: 'CEO' },
  },
  {
    name: 'a single value in the place of another',
    operations: [{ op: 'add', path: 'displayName', value: 'A' }],
    target: { ...user, displayName: 'A' },
  },
  {
    name: 'a sub-attribute',
    operations: [{ op: 'add', path: 'name.middleName', value: 'M' }],
    target: { ...user, name: { givenName: 'Anna', familyName: 'Berg', middleName: 'M' } },
  },
  {
    name: 'parts of a complex value, keeping the others',
    operations: [{ op: 'add', path: 'name', value: { familyName: 'Holm', honorificPrefix: 'Ms.' } }],
    target: { ...user, name: { givenName: 'Anna', familyName: 'Holm', honorificPrefix: 'Ms.' } },
  },
  {
    name: 'a value to several',
    operations: [{ op: 'add', path: 'emails', value: [{ value: 'c@x.example', type: 'other' }] }],
    target: { ...user, emails: [work, home, { value: 'c@x.example', type: 'other' }] },
  },
  {
    name: 'a value to several, without a list around it',
    operations: [{ op: 'add', path: 'emails', value: { value: 'c@x.example' } }],
    target: { ...user, emails: [work, home, { value: 'c@x.example' }] },
  },
  {
    name: 'the first of several values',
    operations: [{ op: 'add', path: 'phoneNumbers', value: [{ value: '1' }, { value: '2' }] }],
    target: { ...user, phoneNumbers: [{ value: '1' }, { value: '2' }] },
  },
  {
    name: 'a primary value, which takes primary from the other',
    operations: [{ op: 'add', path: 'emails', value: [{ value: 'c@x.example', primary: true }] }],
    target: {
      ...user,
      emails: [{ ...work, primary: false }, home, { value: 'c@x.example', primary: true }],
    },
  },
  {
    name: 'what a value lacks when value and type are there',
    operations: [{ op: 'add', path: 'emails', value: [{ ...home, display: 'Home' }] }],
    target: { ...user, emails: [work, { ...home, display: 'Home' }] },
  },
  {
    name: 'primary to a value that is there',
    operations: [{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }],
    target: {
      ...user,
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  },
  {
    name: 'the same value with another type',
    operations: [{ op: 'add', path: 'emails', value: [{ ...work, type: 'other', primary: false }] }],
    target: { ...user, emails: [work, home, { ...work, type: 'other', primary: false }] },
  },
  {
    name: 'an attribute of an extension',
    operations: [{ op: 'add', path: `${enterprise}:costCenter`, value: '7' }],
    target: { ...user, [enterprise]: { ...(user[enterprise] as JsonObject), costCenter: '7' } },
  },
  {
    name: 'an extension as a whole',
    operations: [{ op: 'add', path: enterprise, value: { division: 'D' } }],
    target: { ...user, [enterprise]: { ...(user[enterprise] as JsonObject), division: 'D' } },
  },
  {
    name: 'a sub-attribute of the values that match',
    operations: [{ op: 'add', path: 'emails[type eq "home"].display', value: 'H' }],
    target: { ...user, emails: [work, { ...home, display: 'H' }] },
  },
  {
    name: 'a value that a value path describes and nothing matches',
    operations: [{ op: 'add', path: 'emails[type eq "other"].value', value: 'o@x.example' }],
    target: { ...user, emails: [work, home, { type: 'other', value: 'o@x.example' }] },
  },
  {
    name: 'attributes without a path',
    operations: [{ op: 'add', value: { nickName: 'An', emails: [{ value: 'n@x.example' }] } }],
    target: { ...user, nickName: 'An', emails: [work, home, { value: 'n@x.example' }] },
  },
  {
    name: 'an extension without a path',
    operations: [{ op: 'add', value: { [enterprise]: { employeeNumber: '9' } } }],
    target: { ...user, [enterprise]: { ...(user[enterprise] as JsonObject), employeeNumber: '9' } },
  },
];

describe('add', () => {
  it.each(added)('$name', (one) => expectTarget(one));
});
