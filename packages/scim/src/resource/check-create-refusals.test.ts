import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { create, device, enterprise, minimal, user } from './check-create.testing.ts';
import { checkCreate } from './check-resource.ts';
import { deviceType, lease } from './device.testing.ts';

function thrown(action: () => unknown): ScimError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('checkCreate refuses', () => {
  const refused: readonly (readonly [name: string, body: JsonValue, scimType: string, path: string])[] = [
    ['a list', [], 'invalidSyntax', ''],
    ['text', 'x', 'invalidSyntax', ''],
    ['null', null, 'invalidSyntax', ''],
    ['no login name', { schemas: [user] }, 'invalidValue', 'userName'],
    ['a login name of null', { schemas: [user], userName: null }, 'invalidValue', 'userName'],
    ['an empty login name', { schemas: [user], userName: '' }, 'invalidValue', 'userName'],
    ['a list of login names', { ...minimal, userName: ['a', 'b'] }, 'invalidValue', 'userName'],
    ['an object for text', { ...minimal, title: { a: 1 } }, 'invalidValue', 'title'],
    ['a boolean for text', { ...minimal, title: true }, 'invalidValue', 'title'],
    ['text for a boolean', { ...minimal, active: 'yes' }, 'invalidValue', 'active'],
    ['a number for a boolean', { ...minimal, active: 1 }, 'invalidValue', 'active'],
    ['a number for a complex attribute', { ...minimal, name: 5 }, 'invalidValue', 'name'],
    ['text for a complex attribute without value', { ...minimal, name: 'B' }, 'invalidValue', 'name'],
    ['two names', { ...minimal, name: [{ givenName: 'a' }, { givenName: 'b' }] }, 'invalidValue', 'name'],
    ['lists in lists', { ...minimal, emails: [[{ value: 'a' }]] }, 'invalidValue', 'emails'],
    [
      'two primary values',
      {
        ...minimal,
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      'invalidValue',
      'emails',
    ],
    ['text with NUL', { ...minimal, displayName: 'a\0b' }, 'invalidValue', 'displayName'],
    ['half a surrogate pair', { ...minimal, displayName: 'a\ud800' }, 'invalidValue', 'displayName'],
    ['an attribute twice', { ...minimal, username: 'c' }, 'invalidSyntax', 'userName'],
    [
      'a sub-attribute twice',
      { ...minimal, name: { givenName: 'a', GivenName: 'b' } },
      'invalidSyntax',
      'name.givenName',
    ],
    ['schemas that are no texts', { ...minimal, schemas: [1] }, 'invalidSyntax', 'schemas'],
    ['an extension that is no object', { ...minimal, [enterprise]: 'x' }, 'invalidSyntax', enterprise],
    ['constructor', { ...minimal, constructor: { prototype: 1 } }, 'invalidSyntax', ''],
    ['prototype below', { ...minimal, name: { prototype: 1 } }, 'invalidSyntax', ''],
    ['__proto__', JSON.parse('{"userName":"b","__proto__":{"admin":true}}') as JsonValue, 'invalidSyntax', ''],
    [
      '__proto__ below',
      JSON.parse('{"userName":"b","emails":[{"__proto__":{"x":1}}]}') as JsonValue,
      'invalidSyntax',
      '',
    ],
  ];

  it.each(refused)('%s', (_name, body, scimType, path) => {
    for (const dialect of [strictDialect, lenientDialect]) {
      const error = thrown(() => create(userResourceType, body, dialect));
      expect(error).toMatchObject({ status: 400, scimType });
      expect(error.issues).toContainEqual(expect.objectContaining({ path, code: scimType }));
    }
  });

  const refusedDevices: readonly (readonly [name: string, values: JsonObject, path: string])[] = [
    ['another canonical value', { kind: 'fridge' }, 'kind'],
    ['another canonical value of any length', { kind: 'f'.repeat(1000) }, 'kind'],
    ['a fraction for an integer', { size: 1.5 }, 'size'],
    ['an integer that JavaScript bends', { size: 2 ** 53 }, 'size'],
    ['text for an integer', { size: '5' }, 'size'],
    ['text for a decimal', { weight: '1.5' }, 'weight'],
    ['a decimal that is not kept as it is written', { weight: 2 ** 53 }, 'weight'],
    ['a date without time', { bought: '2026-01-31' }, 'bought'],
    ['a date that is none', { bought: '2026-02-30T00:00:00Z' }, 'bought'],
    ['a number for a date', { bought: 1 }, 'bought'],
    ['binary that is not base64', { key: 'a b' }, 'key'],
    ['binary of less than a byte', { key: 'QUJDR' }, 'key'],
    ['a complex value without its required part', { owner: { display: 'D' } }, 'owner.value'],
    [
      'an extension without its required attribute',
      { 'urn:example:Lease': { contract: '' } },
      'urn:example:Lease:contract',
    ],
  ];

  it.each(refusedDevices)('%s', (_name, values, path) => {
    const error = thrown(() => create(deviceType, { ...device, ...values }, lenientDialect));
    expect(error.issues).toContainEqual(expect.objectContaining({ path, code: 'invalidValue' }));
    expect(error.message.length).toBeLessThan(200);
  });

  it('says which value is not canonical', () => {
    expect(() => create(deviceType, { ...device, kind: 'fridge' }, strictDialect)).toThrow(
      '"kind" must be one of phone, laptop, not "fridge"',
    );
  });

  it('a required list that has nothing in it', () => {
    const type = defineResourceType({
      name: 'Tagged',
      endpoint: '/Tagged',
      schema: defineSchema({
        id: 'urn:example:Tagged',
        name: 'Tagged',
        attributes: [{ name: 'tags', multiValued: true, required: true }],
      }),
    });
    for (const tags of [[''], ['', ''], []]) {
      expect(() => create(type, { schemas: ['urn:example:Tagged'], tags }, strictDialect)).toThrow(
        '"tags" is required',
      );
    }
    expect(create(type, { schemas: ['urn:example:Tagged'], tags: ['', 'a'] }, strictDialect)).toStrictEqual({
      tags: ['', 'a'],
    });
  });

  it('several things at once: the most basic kind is reported, all are listed', () => {
    const body = { schemas: [user], active: 'x', name: { givenName: 'a', givenname: 'b' } };
    const error = thrown(() => create(userResourceType, body, strictDialect));
    expect(error).toMatchObject({ scimType: 'invalidSyntax', detail: '"name.givenName" is given twice' });
    expect(error.issues.map((issue) => [issue.path, issue.code])).toStrictEqual([
      ['active', 'invalidValue'],
      ['name.givenName', 'invalidSyntax'],
      ['userName', 'invalidValue'],
    ]);
  });

  it('what is too long or too many', () => {
    const limits = { maxTextLength: 5, maxValues: 2 };
    const options = { dialect: lenientDialect, limits };
    expect(checkCreate(userResourceType, { ...minimal, title: '12345' }, options).resource['title']).toBe('12345');
    expect(() => checkCreate(userResourceType, { ...minimal, title: '123456' }, options)).toThrow('longer than 5');
    expect(() => checkCreate(userResourceType, { ...minimal, roles: ['a', 'b', 'c'] }, options)).toThrow('at most 2');
    expect(checkCreate(userResourceType, { ...minimal, roles: ['a', 'b'] }, options).resource).toMatchObject({
      roles: { length: 2 },
    });
  });

  it('a type that requires an extension without it', () => {
    const strictType = defineResourceType({
      name: 'Device',
      endpoint: '/Devices',
      schema: deviceType.schema,
      extensions: [{ schema: lease, required: true }],
    });
    expect(() => create(strictType, device, strictDialect)).toThrow('required');
    const body = { ...device, schemas: ['urn:example:Device', lease.id], [lease.id]: { contract: 'c' } };
    expect(create(strictType, body, strictDialect)).toStrictEqual({ serial: 'S1', [lease.id]: { contract: 'c' } });
  });
});

describe('a value of a list that lacks what is required there', () => {
  const labels = { name: 'labels', type: 'complex', multiValued: true } as const;
  const type = defineResourceType({
    name: 'Labelled',
    endpoint: '/Labelled',
    schema: defineSchema({
      id: 'urn:example:Labelled',
      name: 'Labelled',
      attributes: [
        {
          ...labels,
          subAttributes: [
            { name: 'value', required: true },
            { name: 'display', mutability: 'readOnly' },
          ],
        },
      ],
    }),
  });
  const labelled = (label: JsonValue): JsonValue => ({ schemas: ['urn:example:Labelled'], labels: [label] });

  it.each([[{ display: 'D' }], [{ display: 'D', value: null }], [{ other: 1 }]])('%j is refused', (label) => {
    const read = () => create(type, labelled(label), lenientDialect);
    expect(read).toThrow(expect.objectContaining({ scimType: 'invalidValue', detail: '"labels.value" is required' }));
  });

  it.each([[null], [{}], [{ value: null, display: null }]])('%j is no value at all', (label) => {
    expect(create(type, labelled(label), lenientDialect)).toStrictEqual({});
  });
});
