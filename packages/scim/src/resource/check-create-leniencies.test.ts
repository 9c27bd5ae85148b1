import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { create, enterprise, minimal, user } from './check-create.testing.ts';
import { checkCreate } from './check-resource.ts';

function outcome(action: () => JsonObject): JsonObject | ScimError {
  try {
    return action();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
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
