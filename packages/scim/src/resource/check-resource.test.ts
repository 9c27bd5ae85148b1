import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { Tolerances } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { groupResourceType, userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { checkCreate } from './check-resource.ts';
import { deviceType, lease } from './device.testing.ts';

const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const minimal = { schemas: [user], userName: 'b' };
const device = { schemas: ['urn:example:Device'], serial: 'S1' };

function create(type: ResourceTypeDefinition, body: JsonValue, dialect: Tolerances): JsonObject {
  return checkCreate(type, body, { dialect }).resource;
}

describe('checkCreate keeps', () => {
  const kept: readonly (readonly [name: string, body: JsonObject, resource: JsonObject])[] = [
    ['a minimal user', minimal, { userName: 'b' }],
    [
      "names as the schema spells them, and the client's common attributes but externalId not",
      { Schemas: [user], USERNAME: 'b', externalID: 'e', DisplayName: 'B', NAME: { GIVENNAME: 'B' }, id: 'x' },
      { userName: 'b', externalId: 'e', displayName: 'B', name: { givenName: 'B' } },
    ],
    [
      'values of several, without those that are nothing',
      { ...minimal, emails: [{ value: 'a@x', type: 'work', primary: true, display: null }, { value: 'b@x' }] },
      { userName: 'b', emails: [{ value: 'a@x', type: 'work', primary: true }, { value: 'b@x' }] },
    ],
    [
      'what is given twice once, by the case that counts, and of the same values the primary one',
      {
        ...minimal,
        emails: [{ value: 'a@x' }, { value: 'A@X', primary: true }, { value: 'a@x', type: 'work' }],
        addresses: [{ locality: 'X' }, { locality: 'x' }, { locality: 'Y' }],
        x509Certificates: [{ value: 'QUJD' }, { value: 'qujd' }],
      },
      {
        userName: 'b',
        emails: [
          { value: 'A@X', primary: true },
          { value: 'a@x', type: 'work' },
        ],
        addresses: [{ locality: 'X' }, { locality: 'Y' }],
        x509Certificates: [{ value: 'QUJD' }, { value: 'qujd' }],
      },
    ],
    [
      'an extension under its URN',
      { schemas: [user, enterprise], userName: 'b', [enterprise]: { Department: 'D', manager: { value: 'm' } } },
      { userName: 'b', [enterprise]: { department: 'D', manager: { value: 'm' } } },
    ],
    [
      'an extension whose URN is written otherwise',
      { schemas: [user.toUpperCase(), enterprise], userName: 'b', [enterprise.toLowerCase()]: { division: 'D' } },
      { userName: 'b', [enterprise]: { division: 'D' } },
    ],
    [
      'nothing that is unassigned',
      {
        ...minimal,
        title: null,
        nickName: [],
        timezone: [],
        active: [],
        emails: [],
        name: {},
        addresses: null,
        [enterprise]: {},
        phoneNumbers: null,
      },
      { userName: 'b' },
    ],
    ['no extension that is null', { ...minimal, [enterprise]: null }, { userName: 'b' }],
    ['no extension of nothing but null', { ...minimal, [enterprise]: { department: null } }, { userName: 'b' }],
    [
      'no read-only attributes',
      { ...minimal, id: '1', meta: { version: 'x' }, groups: [{ value: 'g' }] },
      { userName: 'b' },
    ],
    [
      'no read-only sub-attributes',
      { schemas: [user, enterprise], userName: 'b', [enterprise]: { manager: { value: 'm', displayName: 'M' } } },
      { userName: 'b', [enterprise]: { manager: { value: 'm' } } },
    ],
    ['empty text', { ...minimal, title: '' }, { userName: 'b', title: '' }],
    ['false', { ...minimal, active: false }, { userName: 'b', active: false }],
    [
      'values that are not canonical',
      { ...minimal, emails: [{ value: 'a', type: 'x' }] },
      { userName: 'b', emails: [{ value: 'a', type: 'x' }] },
    ],
    ['any script', { ...minimal, displayName: '森 花 👩‍💻' }, { userName: 'b', displayName: '森 花 👩‍💻' }],
  ];

  it.each(kept)('%s', (_name, body, resource) => {
    expect(create(userResourceType, body, strictDialect)).toStrictEqual(resource);
    expect(create(userResourceType, body, lenientDialect)).toStrictEqual(resource);
  });

  it('every type of value', () => {
    const values = {
      kind: 'Phone',
      size: 9007199254740991,
      weight: 1.5,
      bought: '2026-01-31T09:30:00.5+09:00',
      key: 'aGk_-w',
      link: 'https://example.com/a',
      tags: ['a', 'b'],
      owner: { value: 'u' },
    };
    expect(create(deviceType, { ...device, ...values }, strictDialect)).toStrictEqual({ serial: 'S1', ...values });
  });

  it('a large group', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `u${index}` }));
    const body = { schemas: [group], displayName: 'All', members };
    expect(create(groupResourceType, body, strictDialect)).toStrictEqual({ displayName: 'All', members });
  });

  it('its input as it is', () => {
    const body = { ...minimal, emails: [{ VALUE: 'a', primary: 'True' }], password: 'p' };
    const before = structuredClone(body);
    create(userResourceType, body, lenientDialect);
    expect(body).toStrictEqual(before);
  });
});

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

function outcome(action: () => JsonObject): JsonObject | ScimError {
  try {
    return action();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

function thrown(action: () => unknown): ScimError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

/** Bodies that only a lenient reader takes: what becomes of them, and by which leniency. */
const lenient: readonly (readonly [
  name: string,
  body: JsonObject,
  resource: JsonObject,
  tolerance: string,
  path: string,
])[] = [
  ['"True" for a boolean', { ...minimal, active: 'True' }, { userName: 'b', active: true }, 'textBoolean', 'active'],
  ['"FALSE" for a boolean', { ...minimal, active: 'FALSE' }, { userName: 'b', active: false }, 'textBoolean', 'active'],
  [
    '"true" in a list',
    { ...minimal, emails: [{ value: 'a', primary: 'true' }] },
    { userName: 'b', emails: [{ value: 'a', primary: true }] },
    'textBoolean',
    'emails.primary',
  ],
  ['a number for text', { ...minimal, title: 12 }, { userName: 'b', title: '12' }, 'numberForText', 'title'],
  [
    'a dotted name',
    { ...minimal, 'name.givenName': 'B' },
    { userName: 'b', name: { givenName: 'B' } },
    'dottedKey',
    'name.givenName',
  ],
  [
    'an attribute with the URN of the core schema',
    { ...minimal, [`${user}:title`]: 'T' },
    { userName: 'b', title: 'T' },
    'urnKey',
    'title',
  ],
  [
    'an attribute with the URN of an extension',
    { ...minimal, schemas: [user, enterprise], [`${enterprise}:department`]: 'D' },
    { userName: 'b', [enterprise]: { department: 'D' } },
    'urnKey',
    `${enterprise}:department`,
  ],
  [
    "an extension's attribute without URN",
    { ...minimal, schemas: [user, enterprise], department: 'D' },
    { userName: 'b', [enterprise]: { department: 'D' } },
    'unqualifiedAttribute',
    `${enterprise}:department`,
  ],
  [
    'a bare value for a complex attribute',
    { ...minimal, schemas: [user, enterprise], [enterprise]: { manager: 'm' } },
    { userName: 'b', [enterprise]: { manager: { value: 'm' } } },
    'bareValue',
    `${enterprise}:manager`,
  ],
  [
    'bare values in a list',
    { ...minimal, emails: ['a@x'] },
    { userName: 'b', emails: [{ value: 'a@x' }] },
    'bareValue',
    'emails',
  ],
  [
    'a list of one manager',
    { ...minimal, schemas: [user, enterprise], [enterprise]: { manager: [{ $ref: null, value: 'm' }] } },
    { userName: 'b', [enterprise]: { manager: { value: 'm' } } },
    'listMismatch',
    `${enterprise}:manager`,
  ],
  ['a list of one text', { ...minimal, title: ['T'] }, { userName: 'b', title: 'T' }, 'listMismatch', 'title'],
  [
    'one object for a list',
    { ...minimal, emails: { value: 'a' } },
    { userName: 'b', emails: [{ value: 'a' }] },
    'listMismatch',
    'emails',
  ],
  ['a wrapped text', { ...minimal, title: { value: 'T' } }, { userName: 'b', title: 'T' }, 'wrappedValue', 'title'],
  [
    'no manager as empty text',
    { ...minimal, [enterprise]: { manager: '' } },
    { userName: 'b' },
    'emptyTextClears',
    `${enterprise}:manager`,
  ],
  ['a list as empty text', { ...minimal, roles: '' }, { userName: 'b' }, 'emptyTextClears', 'roles'],
  [
    'null in a list',
    { ...minimal, emails: [null, { value: 'a' }] },
    { userName: 'b', emails: [{ value: 'a' }] },
    'emptyElement',
    'emails',
  ],
  ['nothing but {} in a list', { ...minimal, emails: [{}] }, { userName: 'b' }, 'emptyElement', 'emails'],
  [
    'a role as JSON text',
    { ...minimal, roles: ['{"value":"Admin","display":"A","id":"1"}'] },
    { userName: 'b', roles: [{ value: 'Admin', display: 'A' }] },
    'jsonText',
    'roles',
  ],
  [
    'an unknown schema',
    { ...minimal, schemas: [user, 'urn:example:x'] },
    { userName: 'b' },
    'unknownSchema',
    'schemas',
  ],
  ['no schemas', { userName: 'b' }, { userName: 'b' }, 'missingSchema', user],
  [
    'an extension that schemas do not name',
    { ...minimal, [enterprise]: { department: 'D' } },
    { userName: 'b', [enterprise]: { department: 'D' } },
    'missingSchema',
    enterprise,
  ],
  ['an unknown attribute', { ...minimal, shoeSize: 9 }, { userName: 'b' }, 'unknownAttribute', 'shoeSize'],
  ['an unknown sub-attribute', { ...minimal, name: { nick: 'x' } }, { userName: 'b' }, 'unknownAttribute', 'name.nick'],
  [
    'an unknown attribute of an extension',
    { ...minimal, [enterprise]: { shoe: 1 } },
    { userName: 'b' },
    'unknownAttribute',
    `${enterprise}:shoe`,
  ],
  [
    'a part of no certain value',
    { ...minimal, 'emails.value': 'a', emails: [{ value: 'b' }] },
    { userName: 'b', emails: [{ value: 'b' }] },
    'unknownAttribute',
    'emails.value',
  ],
  ['a password', { ...minimal, password: 'secret' }, { userName: 'b' }, 'password', 'password'],
];

describe('leniencies', () => {
  it.each(lenient)('%s', (...[, body, resource, tolerance, path]) => {
    const result = checkCreate(userResourceType, body, { dialect: lenientDialect });
    expect(result.resource).toStrictEqual(resource);
    expect(result.tolerances).toContainEqual({ name: tolerance, path });
    expect(() => create(userResourceType, body, strictDialect)).toThrow(ScimError);
    // With this leniency alone switched off the body is refused, or another leniency makes something else of it.
    const without = outcome(() => create(userResourceType, body, { ...lenientDialect, [tolerance]: false }));
    expect(without).not.toStrictEqual(resource);
  });

  it('are not recorded when none was needed', () => {
    const body = { ...minimal, active: true, emails: [{ value: 'a', type: 'work' }], id: 'x', meta: {} };
    expect(checkCreate(userResourceType, body, { dialect: lenientDialect }).tolerances).toStrictEqual([]);
  });

  it('are recorded once each, and not without end', () => {
    const repeated = { ...minimal, emails: Array.from({ length: 50 }, () => ({ value: 'a', primary: 'false' })) };
    expect(checkCreate(userResourceType, repeated, { dialect: lenientDialect }).tolerances).toHaveLength(1);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    const result = checkCreate(userResourceType, { ...minimal, ...many }, { dialect: lenientDialect });
    expect(result.tolerances).toHaveLength(100);
  });

  it('never keep the password', () => {
    const body = { ...minimal, password: 'hunter2', Password: null };
    expect(JSON.stringify(checkCreate(userResourceType, body, { dialect: lenientDialect }))).not.toContain('hunter2');
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
