import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { enterprise, home, patch, rfcDialect, user, work } from './patch.testing.ts';

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
