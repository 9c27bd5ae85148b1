import { describe, it } from 'vitest';
import { enterprise, expectTarget, home, others, user, work } from './patch.testing.ts';
import type { PatchCase } from './patch.testing.ts';

const replaced: readonly PatchCase[] = [
  {
    name: 'a single value',
    operations: [{ op: 'replace', path: 'userName', value: 'anna.berg' }],
    target: { ...user, userName: 'anna.berg' },
  },
  {
    name: 'a single value that was not there',
    operations: [{ op: 'replace', path: 'active', value: false }],
    target: { ...user, active: false },
  },
  {
    name: 'a name of any case',
    operations: [{ op: 'replace', path: 'DISPLAYNAME', value: 'A' }],
    target: { ...user, displayName: 'A' },
  },
  {
    name: 'a path with the URN of the core schema',
    operations: [{ op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:name.givenName', value: 'A' }],
    target: { ...user, name: { givenName: 'A', familyName: 'Berg' } },
  },
  {
    name: 'parts of a complex value, keeping the others',
    operations: [{ op: 'replace', path: 'name', value: { familyName: 'Holm' } }],
    target: { ...user, name: { givenName: 'Anna', familyName: 'Holm' } },
  },
  {
    name: 'a sub-attribute of a value that was not there',
    operations: [
      { op: 'remove', path: 'name' },
      { op: 'replace', path: 'name.givenName', value: 'A' },
    ],
    target: { ...user, name: { givenName: 'A' } },
  },
  {
    name: 'all values of several',
    operations: [{ op: 'replace', path: 'emails', value: [{ value: 'n@x.example' }] }],
    target: { ...user, emails: [{ value: 'n@x.example' }] },
  },
  {
    name: 'several values by nothing',
    operations: [{ op: 'replace', path: 'emails', value: [] }],
    target: others('emails'),
  },
  {
    name: 'a value by null',
    operations: [{ op: 'replace', path: 'displayName', value: null }],
    target: others('displayName'),
  },
  {
    name: 'a sub-attribute by null',
    operations: [{ op: 'replace', path: 'name.givenName', value: null }],
    target: { ...user, name: { familyName: 'Berg' } },
  },
  {
    name: 'the values that match, keeping what the filter fixes',
    operations: [{ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'n@x.example' } }],
    target: { ...user, emails: [work, { type: 'home', value: 'n@x.example' }] },
  },
  {
    name: 'the values that match, keeping the spelling held',
    operations: [{ op: 'replace', path: 'emails[type eq "HOME"]', value: { value: 'n@x.example' } }],
    target: { ...user, emails: [work, { type: 'home', value: 'n@x.example' }] },
  },
  {
    name: 'the values that match, with another type',
    operations: [{ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'n@x.example', type: 'other' } }],
    target: { ...user, emails: [work, { type: 'other', value: 'n@x.example' }] },
  },
  {
    name: 'a sub-attribute of the values that match',
    operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'n@x.example' }],
    target: { ...user, emails: [{ ...work, value: 'n@x.example' }, home] },
  },
  {
    name: 'a sub-attribute of several values that match',
    operations: [{ op: 'replace', path: 'emails[value co "a@"].display', value: 'A' }],
    target: {
      ...user,
      emails: [
        { ...work, display: 'A' },
        { ...home, display: 'A' },
      ],
    },
  },
  {
    name: 'a sub-attribute of all values',
    operations: [{ op: 'replace', path: 'emails.display', value: 'A' }],
    target: {
      ...user,
      emails: [
        { ...work, display: 'A' },
        { ...home, display: 'A' },
      ],
    },
  },
  {
    name: 'primary, which leaves the other value',
    operations: [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
    target: {
      ...user,
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  },
  {
    name: 'a manager, whose old URI goes',
    operations: [{ op: 'replace', path: `${enterprise}:manager`, value: { value: 'm2' } }],
    target: { ...user, [enterprise]: { department: 'Sales', manager: { value: 'm2' } } },
  },
  {
    name: "a manager's id, whose old URI goes",
    operations: [{ op: 'replace', path: `${enterprise}:manager.value`, value: 'm2' }],
    target: { ...user, [enterprise]: { department: 'Sales', manager: { value: 'm2' } } },
  },
  {
    name: 'attributes without a path',
    operations: [{ op: 'replace', value: { displayName: 'A', emails: [home], name: { givenName: 'A' } } }],
    target: { ...user, displayName: 'A', emails: [home], name: { givenName: 'A', familyName: 'Berg' } },
  },
  {
    name: 'with null in a value without path',
    operations: [{ op: 'replace', value: { displayName: null, emails: [] } }],
    target: others('displayName', 'emails'),
  },
];

describe('replace', () => {
  it.each(replaced)('$name', (one) => expectTarget(one));
});
