import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { groupResourceType, userResourceType } from '../schema/resource-types.ts';
import { deviceType, enterprise, home, others, patch, rfcDialect, user, work } from './patch.testing.ts';

interface PatchCase {
  readonly name: string;
  readonly operations: readonly JsonValue[];
  /** The whole resource afterwards. */
  readonly target: JsonObject;
}

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

describe.each([
  ['add', added],
  ['replace', replaced],
  ['remove', removed],
])('%s', (_op, cases) => {
  it.each(cases)('$name', ({ operations, target }) => {
    const before = structuredClone(user);
    for (const dialect of [rfcDialect, lenientDialect]) {
      const result = patch(userResourceType, user, operations, dialect);
      expect(result.resource).toStrictEqual(target);
      expect(result).toMatchObject({ changed: true, tolerances: [] });
    }
    expect(user).toStrictEqual(before);
  });
});

describe('a patch that changes nothing', () => {
  const cases: readonly (readonly [name: string, operation: JsonValue])[] = [
    ['adds a value that is there', { op: 'add', path: 'emails', value: [work] }],
    ['adds a value that is there, said shorter', { op: 'add', path: 'emails', value: [{ value: work.value }] }],
    [
      'adds a value that is there in other case',
      { op: 'add', path: 'emails', value: [{ value: 'A@WORK.example', type: 'WORK' }] },
    ],
    ['adds the same single value', { op: 'add', path: 'displayName', value: 'Anna' }],
    ['replaces by the same value', { op: 'replace', path: 'userName', value: 'anna' }],
    ['replaces by the same parts', { op: 'replace', path: 'name', value: { givenName: 'Anna' } }],
    ['replaces by the same list', { op: 'replace', path: 'emails', value: [work, home] }],
    ['replaces by the same element', { op: 'replace', path: 'emails[type eq "home"].value', value: home.value }],
    ['replaces by the same extension', { op: 'replace', path: enterprise, value: { department: 'Sales' } }],
    ['removes what is not there', { op: 'remove', path: 'title' }],
    ['removes a part that is not there', { op: 'remove', path: 'name.middleName' }],
    ['removes values that are not there', { op: 'remove', path: 'emails[type eq "other"]' }],
    ['removes a list that is not there', { op: 'remove', path: 'phoneNumbers' }],
    ['adds null', { op: 'add', path: 'displayName', value: null }],
    ['adds nothing to a list', { op: 'add', path: 'emails', value: [] }],
    ['touches schemas', { op: 'add', path: 'schemas', value: [enterprise] }],
  ];

  it.each(cases)('%s', (_name, operation) => {
    const result = patch(userResourceType, user, [operation], rfcDialect);
    expect(result.changed).toBe(false);
    expect(result.resource).toBe(user);
  });

  it('undoes what it did', () => {
    const operations = [
      { op: 'replace', path: 'displayName', value: 'B' },
      { op: 'add', path: 'title', value: 'T' },
      { op: 'remove', path: 'title' },
      { op: 'replace', path: 'displayName', value: 'Anna' },
    ];
    expect(patch(userResourceType, user, operations, rfcDialect)).toMatchObject({ changed: false, resource: user });
  });
});

describe('lists of simple values', () => {
  const device = { tags: ['Red', 'green'] };
  const cases: readonly (readonly [operation: JsonObject, tags: readonly string[] | undefined])[] = [
    [{ op: 'add', path: 'tags', value: ['blue'] }, ['Red', 'green', 'blue']],
    [{ op: 'add', path: 'tags', value: ['RED', 'blue', 'blue'] }, ['Red', 'green', 'blue']],
    [{ op: 'add', path: 'tags', value: 'blue' }, ['Red', 'green', 'blue']],
    [{ op: 'replace', path: 'tags', value: ['x'] }, ['x']],
    [{ op: 'replace', path: 'tags[value eq "red"]', value: 'rot' }, ['rot', 'green']],
    [{ op: 'remove', path: 'tags[value eq "GREEN"]' }, ['Red']],
    [{ op: 'remove', path: 'tags[value co "r"]' }, undefined],
    [{ op: 'remove', path: 'tags' }, undefined],
  ];

  it.each(cases)('%j', (operation, tags) => {
    const { resource } = patch(deviceType, device, [operation], strictDialect);
    expect(resource).toStrictEqual(tags === undefined ? {} : { tags });
  });
});

describe('groups', () => {
  const group = { displayName: 'All', members: [{ value: 'u', display: 'Old' }, { value: 'v' }] };

  it('have a member once, whatever is said about it, and keep what is immutable', () => {
    const again = [{ op: 'add', path: 'members', value: [{ value: 'u', display: 'New', type: 'User' }] }];
    const { resource } = patch(groupResourceType, group, again, strictDialect);
    expect(resource['members']).toStrictEqual([{ value: 'u', display: 'Old', type: 'User' }, { value: 'v' }]);
  });

  it('lose a member by its id, whatever else is given', () => {
    const remove = [{ op: 'remove', path: 'members', value: [{ value: 'u', type: 'User', $ref: 'x' }] }];
    expect(patch(groupResourceType, group, remove, lenientDialect).resource['members']).toStrictEqual([{ value: 'v' }]);
  });

  it('take and lose many members quickly', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `u${index}`, type: 'User' }));
    const group = { displayName: 'All', members };
    const more = Array.from({ length: 1000 }, (_, index) => ({ value: `u${19_500 + index}` }));
    const { resource } = patch(groupResourceType, group, [{ op: 'add', path: 'members', value: more }], strictDialect);
    expect(resource['members']).toHaveLength(20_500);
    const fewer = [{ op: 'remove', path: 'members', value: more }];
    expect(patch(groupResourceType, resource, fewer, lenientDialect).resource['members']).toHaveLength(19_500);
  });
});
