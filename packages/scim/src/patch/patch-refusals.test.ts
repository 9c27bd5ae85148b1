import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { Tolerances } from '../dialect.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { defaultPatchLimits, parsePatch } from './parse-patch.ts';
import { deviceType, enterprise, home, patch, patchSchemas as schemas, rfcDialect, user } from './patch.testing.ts';

function numbered(count: number, make: (text: string) => JsonObject): JsonObject[] {
  return Array.from({ length: count }, (_none, index) => make(String(index)));
}

describe('refusals', () => {
  const cases: readonly (readonly [name: string, operation: JsonValue, scimType: string])[] = [
    ['an unknown verb', { op: 'move', path: 'title' }, 'invalidSyntax'],
    ['two verbs', { op: 'add', Op: 'remove', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['no verb', { path: 'title', value: 'x' }, 'invalidSyntax'],
    ['an operation that is no object', 'add', 'invalidSyntax'],
    ['a path that is no text', { op: 'add', path: 5, value: 'x' }, 'invalidPath'],
    ['a malformed path', { op: 'add', path: 'name..x', value: 'x' }, 'invalidPath'],
    ['a malformed filter', { op: 'remove', path: 'emails[type = 1]' }, 'invalidFilter'],
    ['a filter on an unknown name', { op: 'remove', path: 'emails[shoe eq "1"]' }, 'invalidFilter'],
    ['a filter on a simple attribute', { op: 'remove', path: 'userName[value eq "1"]' }, 'invalidFilter'],
    ['remove without path', { op: 'remove' }, 'noTarget'],
    ['remove with an empty path', { op: 'remove', path: '' }, 'noTarget'],
    ['add without value', { op: 'add', path: 'title' }, 'invalidValue'],
    ['replace without value', { op: 'replace', path: 'title' }, 'invalidValue'],
    ['no path and no object', { op: 'replace', value: 'x' }, 'invalidValue'],
    ['no path and a list', { op: 'add', value: [{ title: 'x' }] }, 'invalidValue'],
    ['a value of another type', { op: 'replace', path: 'title', value: { a: 1 } }, 'invalidValue'],
    [
      'another type in a filter path',
      { op: 'replace', path: 'emails[type eq "work"].value', value: [1, 2] },
      'invalidValue',
    ],
    ['text for an extension', { op: 'add', path: enterprise, value: 'x' }, 'invalidValue'],
    ['id', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    ['meta', { op: 'remove', path: 'meta' }, 'mutability'],
    ['a part of meta', { op: 'replace', path: 'meta.version', value: 'x' }, 'mutability'],
    ['groups', { op: 'add', path: 'groups', value: [{ value: 'g' }] }, 'mutability'],
    ['values of groups', { op: 'remove', path: 'groups[value eq "g"]' }, 'mutability'],
    [
      "a manager's display name",
      { op: 'replace', path: `${enterprise}:manager.displayName`, value: 'x' },
      'mutability',
    ],
    ['removal of a required attribute', { op: 'remove', path: 'userName' }, 'mutability'],
    ['a required attribute of null', { op: 'replace', path: 'userName', value: null }, 'mutability'],
    ['a required attribute of nothing', { op: 'replace', path: 'userName', value: '' }, 'mutability'],
    [
      'two primary values at once',
      {
        op: 'add',
        path: 'emails',
        value: [
          { value: 'x', primary: true },
          { value: 'y', primary: true },
        ],
      },
      'invalidValue',
    ],
    [
      'thousands of values that can only be told apart pair by pair',
      { op: 'add', path: 'addresses', value: numbered(20_000, (postalCode) => ({ postalCode })) },
      'invalidValue',
    ],
    [
      'thousands with one address',
      { op: 'add', path: 'emails', value: numbered(20_000, (type) => ({ value: 'x', type })) },
      'invalidValue',
    ],
    ['primary for all', { op: 'replace', path: 'emails.primary', value: true }, 'invalidValue'],
    [
      'a value that a filter cannot describe',
      { op: 'add', path: 'emails[type ne "work" and value sw "q"].display', value: 'x' },
      'noTarget',
    ],
    ['constructor', { op: 'add', path: 'constructor.prototype', value: 'x' }, 'invalidPath'],
    ['prototype', { op: 'add', path: 'name.prototype', value: 'x' }, 'invalidPath'],
    ['__proto__', { op: 'add', path: '__proto__.x', value: 'x' }, 'invalidPath'],
    ['__proto__ in a value', { op: 'add', value: JSON.parse('{"__proto__":{"x":1}}') as JsonValue }, 'invalidSyntax'],
    ['constructor in a value', { op: 'replace', path: 'name', value: { constructor: 'x' } }, 'invalidSyntax'],
    ['NUL', { op: 'replace', path: 'title', value: 'a\0' }, 'invalidValue'],
  ];

  it.each(cases)('%s', (_name, operation, scimType) => {
    for (const dialect of [rfcDialect, lenientDialect]) {
      const good = { op: 'replace', path: 'displayName', value: 'changed first' };
      expect(() => patch(userResourceType, user, [good, operation], dialect)).toThrow(
        expect.objectContaining({ status: 400, scimType }),
      );
    }
    expect(user['displayName']).toBe('Anna');
  });

  const strictly: readonly (readonly [
    name: string,
    operation: JsonValue,
    scimType: string,
    tolerance: keyof Tolerances,
  ])[] = [
    ['capitals', { op: 'Replace', path: 'title', value: 'x' }, 'invalidSyntax', 'capitalizedOperation'],
    ['no path', { op: 'replace', value: { title: 'x' } }, 'invalidPath', 'pathlessOperation'],
    ['a dotted name', { op: 'add', value: { 'name.givenName': 'x' } }, 'invalidSyntax', 'dottedKey'],
    [
      'a value path as a name',
      { op: 'add', value: { 'emails[type eq "x"].value': 'x' } },
      'invalidSyntax',
      'dottedKey',
    ],
    ['a URN as a name', { op: 'add', value: { [`${enterprise}:department`]: 'x' } }, 'invalidSyntax', 'urnKey'],
    ['an unknown path', { op: 'add', path: 'shoeSize', value: 9 }, 'invalidPath', 'unknownAttribute'],
    ['an unknown sub-attribute', { op: 'add', path: 'name.shoe', value: 9 }, 'invalidPath', 'unknownAttribute'],
    [
      'an unknown part of values',
      { op: 'add', path: 'emails[type eq "x"].shoe', value: 9 },
      'invalidPath',
      'unknownAttribute',
    ],
    ['an unknown list', { op: 'remove', path: 'shoes[type eq "x"]' }, 'invalidPath', 'unknownAttribute'],
    ['an unknown schema', { op: 'add', path: 'urn:example:x:1.0', value: {} }, 'invalidPath', 'unknownAttribute'],
    ['an unknown name', { op: 'add', value: { shoeSize: 9 } }, 'invalidSyntax', 'unknownAttribute'],
    ['an echo of id', { op: 'replace', value: { id: '1', title: 'x' } }, 'mutability', 'readOnlyAttribute'],
    [
      'an extension attribute without URN',
      { op: 'add', path: 'department', value: 'x' },
      'invalidPath',
      'unqualifiedAttribute',
    ],
    ['removal by value', { op: 'remove', path: 'emails', value: [home] }, 'invalidSyntax', 'removalByValue'],
    [
      'a value path without match',
      { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' },
      'noTarget',
      'createOnNoMatch',
    ],
    ['all of no values', { op: 'replace', path: 'ims.type', value: 'x' }, 'noTarget', 'createOnNoMatch'],
    ['text for a boolean', { op: 'replace', path: 'active', value: 'False' }, 'invalidValue', 'textBoolean'],
    ['a schema', { op: 'add', path: 'schemas', value: ['urn:example:x'] }, 'invalidSyntax', 'unknownSchema'],
    ['a password', { op: 'replace', path: 'password', value: 'x' }, 'invalidValue', 'password'],
  ];

  it.each(strictly)('only of a strict dialect: %s', (_name, operation, scimType, tolerance) => {
    const dialect = { ...rfcDialect, pathlessOperation: tolerance !== 'pathlessOperation' };
    expect(() => patch(userResourceType, user, [operation], dialect)).toThrow(expect.objectContaining({ scimType }));
    expect(() => patch(userResourceType, user, [operation], { ...dialect, [tolerance]: true })).not.toThrow();
    expect(() => patch(userResourceType, user, [operation], lenientDialect)).not.toThrow();
  });

  it.each([
    ['no object', 'x', 'invalidSyntax'],
    ['no operations', { schemas }, 'invalidSyntax'],
    ['an empty list', { schemas, Operations: [] }, 'invalidSyntax'],
    ['an object for the list', { schemas, Operations: { op: 'add' } }, 'invalidSyntax'],
    ['schemas that are no texts', { schemas: [1], Operations: [{ op: 'remove', path: 'title' }] }, 'invalidSyntax'],
  ])('%s as the body', (_name, body, scimType) => {
    expect(() => parsePatch(userResourceType, body, { dialect: lenientDialect })).toThrow(
      expect.objectContaining({ scimType }),
    );
  });

  it('a body without the schema of a PATCH, if strict', () => {
    const body = { Operations: [{ op: 'remove', path: 'title' }] };
    expect(() => parsePatch(userResourceType, body, { dialect: strictDialect })).toThrow('"schemas" must have');
    expect(parsePatch(userResourceType, body, { dialect: lenientDialect }).tolerances).toEqual([
      { name: 'missingSchema', path: schemas[0] },
    ]);
  });

  it('too many operations, with 413', () => {
    const limits = { ...defaultPatchLimits, maxOperations: 2 };
    const body = { schemas, Operations: Array.from({ length: 3 }, () => ({ op: 'remove', path: 'title' })) };
    expect(() => parsePatch(userResourceType, body, { dialect: lenientDialect, limits })).toThrow(
      expect.objectContaining({ status: 413 }),
    );
  });
});

describe('immutable attributes', () => {
  const device = { serial: 'S', parts: [{ value: 'p', label: 'P' }], owner: { value: 'o' } };

  it.each([
    ['another value', { op: 'replace', path: 'serial', value: 'T' }],
    ['another value by add', { op: 'add', path: 'serial', value: 'T' }],
    ['removal', { op: 'remove', path: 'serial' }],
    ['another sub-attribute', { op: 'replace', path: 'owner.value', value: 'q' }],
    ['another sub-attribute in an object', { op: 'replace', path: 'owner', value: { value: 'q' } }],
    ['removal of a sub-attribute', { op: 'remove', path: 'owner.value' }],
    ['removal of all around a sub-attribute', { op: 'remove', path: 'owner' }],
    ['null for all around a sub-attribute', { op: 'replace', path: 'owner', value: null }],
    ['nothing for all around a sub-attribute', { op: 'replace', path: 'owner', value: {} }],
    ['removal of all around a sub-attribute by a filter', { op: 'remove', path: 'owner[value eq "o"]' }],
    ['null for all around a sub-attribute, without a path', { op: 'replace', value: { owner: null } }],
    ['another sub-attribute of a value', { op: 'replace', path: 'parts[label eq "P"].value', value: 'q' }],
    ['removal of a sub-attribute of a value', { op: 'remove', path: 'parts[label eq "P"].value' }],
    ['another value for an element', { op: 'replace', path: 'parts[label eq "P"]', value: { value: 'q', label: 'P' } }],
    ['a read-only sub-attribute', { op: 'add', path: 'owner.seen', value: 'x' }],
    ['a read-only attribute', { op: 'add', path: 'state', value: 'x' }],
  ])('refuse %s', (_name, operation) => {
    expect(() => patch(deviceType, device, [operation], lenientDialect)).toThrow(
      expect.objectContaining({ scimType: 'mutability' }),
    );
  });

  it('take a first value, and the same again', () => {
    const operations = [
      { op: 'add', path: 'serial', value: 'S' },
      { op: 'replace', path: 'serial', value: 'S' },
    ];
    expect(patch(deviceType, {}, operations, strictDialect).resource).toEqual({ serial: 'S' });
    expect(patch(deviceType, device, operations, strictDialect).changed).toBe(false);
  });

  it('leave what is around them to be removed while they have no value', () => {
    const operations = [{ op: 'remove', path: 'owner' }];
    expect(patch(deviceType, { owner: { note: 'n' } }, operations, strictDialect).resource).toEqual({});
  });

  it('do not go with their extension', () => {
    const extension = defineSchema({
      id: 'urn:example:Seal',
      name: 'Seal',
      attributes: [
        { name: 'note' },
        {
          name: 'place',
          type: 'complex',
          subAttributes: [{ name: 'seal', mutability: 'immutable' }, { name: 'note' }],
        },
      ],
    });
    const sealed = defineResourceType({ ...deviceType, extensions: [{ schema: extension, required: false }] });
    const remove = [{ op: 'remove', path: 'urn:example:Seal' }];
    const refused = { 'urn:example:Seal': { note: 'n', place: { seal: 's' } } };
    expect(() => patch(sealed, refused, remove, strictDialect)).toThrow(
      '"urn:example:Seal:place.seal" cannot be changed',
    );
    const open = { 'urn:example:Seal': { note: 'n', place: { note: 'n' } } };
    expect(patch(sealed, open, remove, strictDialect).resource).toEqual({});
  });

  it('do not keep a list from being replaced or shortened', () => {
    const operations = [{ op: 'replace', path: 'parts', value: [{ value: 'q', label: 'Q' }] }];
    expect(patch(deviceType, device, operations, strictDialect).resource['parts']).toEqual([
      { value: 'q', label: 'Q' },
    ]);
    const remove = [{ op: 'remove', path: 'parts[value eq "p"]' }];
    expect(patch(deviceType, device, remove, strictDialect).resource).not.toHaveProperty('parts');
  });

  it('want a required sub-attribute in every value', () => {
    const operations = [{ op: 'add', path: 'parts', value: [{ value: 'q' }] }];
    expect(() => patch(deviceType, device, operations, strictDialect)).toThrow('"parts.label" is required');
    const remove = [{ op: 'remove', path: 'parts[value eq "p"].label' }];
    const error = expect.objectContaining({
      scimType: 'mutability',
      detail: '"parts.label" is required and cannot be removed',
    });
    expect(() => patch(deviceType, device, remove, strictDialect)).toThrow(error);
  });
});
