import { describe, expect, it } from 'vitest';
import { lenientDialect } from './dialect.ts';
import type { ToleranceName } from './dialect.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { applyPatch } from './patch/apply-patch.ts';
import { membershipDelta } from './patch/membership-delta.ts';
import { parsePatch } from './patch/parse-patch.ts';
import { groupResourceType, userResourceType } from './schema/resource-types.ts';

/**
 * PATCH bodies that identity providers are known to send; see quirks.test.ts for everything else.
 */
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const dialect = lenientDialect;

interface PatchQuirk {
  readonly name: string;
  readonly source: JsonObject;
  readonly operations: readonly JsonValue[];
  readonly target: JsonObject;
  readonly tolerances: readonly ToleranceName[];
}

const hana = { userName: 'hana.mori@example.test', active: true };
const managed = { ...hana, [enterprise]: { manager: { value: 'u-01' } } };

const userPatches: readonly PatchQuirk[] = [
  {
    name: 'Entra: operation names with a capital',
    source: hana,
    operations: [
      { op: 'Add', path: 'displayName', value: 'Hana' },
      { op: 'Replace', path: 'displayName', value: 'Hana Mori' },
      { op: 'REMOVE', path: 'active' },
    ],
    target: { userName: 'hana.mori@example.test', displayName: 'Hana Mori' },
    tolerances: ['capitalizedOperation'],
  },
  ...['False', 'false', 'FALSE'].map((value) => ({
    name: `Entra: deactivation by the text ${value}`,
    source: hana,
    operations: [{ op: 'Replace', path: 'active', value }],
    target: { ...hana, active: false },
    tolerances: ['capitalizedOperation', 'textBoolean'] as const,
  })),
  {
    name: 'Entra: restoring by the text True',
    source: { ...hana, active: false },
    operations: [{ op: 'Replace', path: 'active', value: 'True' }],
    target: hana,
    tolerances: ['capitalizedOperation', 'textBoolean'],
  },
  {
    name: 'Entra with its compliance flag: dotted names and flat URNs without a path',
    source: hana,
    operations: [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'h.mori@example.test' },
      {
        op: 'replace',
        value: { 'name.familyName': 'Mori', displayName: 'Hana', [`${enterprise}:department`]: 'Sales' },
      },
    ],
    target: {
      ...hana,
      emails: [{ type: 'work', value: 'h.mori@example.test' }],
      name: { familyName: 'Mori' },
      displayName: 'Hana',
      [enterprise]: { department: 'Sales' },
    },
    tolerances: ['dottedKey', 'urnKey', 'createOnNoMatch'],
  },
  {
    name: 'Entra with its compliance flag: value paths as names',
    source: { ...hana, emails: [{ type: 'work', value: 'old@example.test' }] },
    operations: [
      { op: 'replace', value: { 'emails[type eq "work"].value': 'a@x', 'phoneNumbers[type eq "mobile"].value': '1' } },
    ],
    target: { ...hana, emails: [{ type: 'work', value: 'a@x' }], phoneNumbers: [{ type: 'mobile', value: '1' }] },
    tolerances: ['dottedKey', 'createOnNoMatch'],
  },
  {
    name: 'members of a value without path, in their order',
    source: hana,
    operations: [
      { op: 'replace', value: { emails: [{ type: 'work', value: 'a@x' }], 'emails[type eq "work"].value': 'b@x' } },
    ],
    target: { ...hana, emails: [{ type: 'work', value: 'b@x' }] },
    tolerances: ['dottedKey'],
  },
  {
    name: 'Entra: both dialects in one request',
    source: hana,
    operations: [
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'replace', value: { 'name.givenName': 'H' } },
    ],
    target: { ...hana, active: false, name: { givenName: 'H' } },
    tolerances: ['capitalizedOperation', 'textBoolean', 'dottedKey'],
  },
  {
    name: 'Entra: replacing a value that is not there makes it',
    source: hana,
    operations: [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'a@x' }],
    target: { ...hana, emails: [{ type: 'work', value: 'a@x' }] },
    tolerances: ['capitalizedOperation', 'createOnNoMatch'],
  },
  {
    name: 'Entra: a second type beside the first',
    source: { ...hana, addresses: [{ type: 'home', locality: 'Kyoto' }] },
    operations: [
      { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Osaka' },
      { op: 'Add', path: 'addresses[type eq "work"].country', value: 'JP' },
    ],
    target: {
      ...hana,
      addresses: [
        { type: 'home', locality: 'Kyoto' },
        { type: 'work', locality: 'Osaka', country: 'JP' },
      ],
    },
    tolerances: ['capitalizedOperation'],
  },
  {
    name: 'Entra: the primary value, with text for the boolean',
    source: hana,
    operations: [{ op: 'Add', path: 'roles[primary eq "True"].value', value: 'Admin' }],
    target: { ...hana, roles: [{ primary: true, value: 'Admin' }] },
    tolerances: ['capitalizedOperation', 'textBoolean'],
  },
  {
    name: 'Entra: manager without URN, as a bare id',
    source: hana,
    operations: [{ op: 'Replace', path: 'manager', value: 'u-02' }],
    target: { ...hana, [enterprise]: { manager: { value: 'u-02' } } },
    tolerances: ['capitalizedOperation', 'unqualifiedAttribute', 'bareValue'],
  },
  {
    name: 'Entra: manager as a list',
    source: managed,
    operations: [
      { op: 'Add', path: 'manager', value: [{ $ref: 'https://sp.example.test/scim/Users/u-02', value: 'u-02' }] },
    ],
    target: {
      ...hana,
      [enterprise]: { manager: { value: 'u-02', $ref: 'https://sp.example.test/scim/Users/u-02' } },
    },
    tolerances: ['capitalizedOperation', 'unqualifiedAttribute', 'listMismatch'],
  },
  {
    name: 'Entra: manager with a null reference',
    source: hana,
    operations: [{ op: 'Add', path: `${enterprise}:manager`, value: [{ $ref: null, value: 'u-02' }] }],
    target: { ...hana, [enterprise]: { manager: { value: 'u-02' } } },
    tolerances: ['capitalizedOperation', 'listMismatch'],
  },
  {
    name: 'Entra: manager with its URN, as a bare id',
    source: hana,
    operations: [{ op: 'Replace', path: `${enterprise}:manager`, value: 'u-02' }],
    target: { ...hana, [enterprise]: { manager: { value: 'u-02' } } },
    tolerances: ['capitalizedOperation', 'bareValue'],
  },
  {
    name: 'Entra: manager cleared by empty text',
    source: managed,
    operations: [{ op: 'Replace', path: `${enterprise}:manager`, value: '' }],
    target: hana,
    tolerances: ['capitalizedOperation', 'emptyTextClears'],
  },
  {
    name: 'Entra: manager removed, with its value',
    source: managed,
    operations: [{ op: 'Remove', path: 'manager', value: [{ value: 'u-01' }] }],
    target: hana,
    tolerances: ['capitalizedOperation', 'unqualifiedAttribute'],
  },
  {
    name: 'Entra: a role as JSON text',
    source: hana,
    operations: [
      { op: 'Add', path: 'roles', value: [{ value: '{"id":"18d1","value":"Admin","displayName":"Administrator"}' }] },
    ],
    target: { ...hana, roles: [{ value: 'Admin', display: 'Administrator' }] },
    tolerances: ['capitalizedOperation', 'jsonText', 'unknownAttribute'],
  },
  {
    name: 'Entra: roles as a list of JSON texts',
    source: hana,
    operations: [{ op: 'Add', path: 'roles', value: ['{"id":"18d1","value":"Admin","primary":"True"}'] }],
    target: { ...hana, roles: [{ value: 'Admin', primary: true }] },
    tolerances: ['capitalizedOperation', 'jsonText', 'textBoolean', 'unknownAttribute'],
  },
  {
    name: 'Entra: simple values wrapped in a list of objects',
    source: hana,
    operations: [{ op: 'Replace', path: 'displayName', value: [{ $ref: null, value: 'Hana' }] }],
    target: { ...hana, displayName: 'Hana' },
    tolerances: ['capitalizedOperation', 'listMismatch', 'wrappedValue'],
  },
  {
    name: 'Entra: a soft delete renames and deactivates; nothing here forbids it',
    source: hana,
    operations: [
      { op: 'Replace', path: 'userName', value: '0123456789abcdef0123456789abcdefhana.mori@example.test' },
      { op: 'Replace', path: 'active', value: 'False' },
    ],
    target: { userName: '0123456789abcdef0123456789abcdefhana.mori@example.test', active: false },
    tolerances: ['capitalizedOperation', 'textBoolean'],
  },
  {
    name: 'Okta: deactivation without a path',
    source: hana,
    operations: [{ op: 'replace', value: { active: false } }],
    target: { ...hana, active: false },
    tolerances: [],
  },
  {
    name: 'Okta: a password push is read and dropped',
    source: hana,
    operations: [{ op: 'replace', value: { password: 'correct horse' } }],
    target: hana,
    tolerances: ['password'],
  },
];

describe('PATCH of a user', () => {
  it.each(userPatches)('$name', ({ source, operations, target, tolerances }) => {
    const request = parsePatch(userResourceType, { schemas: [patchSchema], Operations: operations }, { dialect });
    const result = applyPatch(userResourceType, source, request.operations, dialect);
    expect(result.resource).toStrictEqual(target);
    const applied = [...request.tolerances, ...result.tolerances].map(({ name }) => name);
    expect([...new Set(applied)].toSorted()).toStrictEqual([...tolerances].toSorted());
  });
});

const sales: JsonObject = { displayName: 'Sales', members: [{ value: 'id1' }, { value: 'id2' }] };

interface GroupQuirk extends PatchQuirk {
  readonly delta: JsonObject;
}

const groupPatches: readonly GroupQuirk[] = [
  {
    name: 'Entra: removal of members by value, not of all members',
    source: sales,
    operations: [{ op: 'Remove', path: 'members', value: [{ value: 'id1' }] }],
    target: { displayName: 'Sales', members: [{ value: 'id2' }] },
    delta: { base: 'current', add: [], remove: ['id1'] },
    tolerances: ['capitalizedOperation', 'removalByValue'],
  },
  {
    name: 'Entra: removal of members by value with null references',
    source: sales,
    operations: [
      {
        op: 'Remove',
        path: 'members',
        value: [
          { $ref: null, value: 'id1' },
          { $ref: null, value: 'idX' },
        ],
      },
    ],
    target: { displayName: 'Sales', members: [{ value: 'id2' }] },
    delta: { base: 'current', add: [], remove: ['id1', 'idX'] },
    tolerances: ['capitalizedOperation', 'removalByValue'],
  },
  {
    name: 'removal by one value without a list',
    source: sales,
    operations: [{ op: 'remove', path: 'members', value: { value: 'id2' } }],
    target: { displayName: 'Sales', members: [{ value: 'id1' }] },
    delta: { base: 'current', add: [], remove: ['id2'] },
    tolerances: ['removalByValue'],
  },
  {
    name: 'removal by an empty list removes nobody',
    source: sales,
    operations: [{ op: 'remove', path: 'members', value: [] }],
    target: sales,
    delta: { base: 'current', add: [], remove: [] },
    tolerances: ['removalByValue'],
  },
  {
    name: 'Entra with its compliance flag, and Okta: removal by value path',
    source: sales,
    operations: [{ op: 'remove', path: 'members[value eq "id1"]' }],
    target: { displayName: 'Sales', members: [{ value: 'id2' }] },
    delta: { base: 'current', add: [], remove: ['id1'] },
    tolerances: [],
  },
  {
    name: 'removal of somebody who is no member',
    source: sales,
    operations: [{ op: 'remove', path: 'members[value eq "nobody"]' }],
    target: sales,
    delta: { base: 'current', add: [], remove: ['nobody'] },
    tolerances: [],
  },
  {
    name: 'Entra: a new member with a null reference',
    source: sales,
    operations: [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'id3' }] }],
    target: { displayName: 'Sales', members: [{ value: 'id1' }, { value: 'id2' }, { value: 'id3' }] },
    delta: { base: 'current', add: [{ value: 'id3' }], remove: [] },
    tolerances: ['capitalizedOperation'],
  },
  {
    name: 'Entra: a member who is one already',
    source: sales,
    operations: [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'id1' }] }],
    target: sales,
    delta: { base: 'current', add: [{ value: 'id1' }], remove: [] },
    tolerances: ['capitalizedOperation'],
  },
  {
    name: 'members as bare ids',
    source: sales,
    operations: [{ op: 'add', path: 'members', value: ['id3'] }],
    target: { displayName: 'Sales', members: [{ value: 'id1' }, { value: 'id2' }, { value: 'id3' }] },
    delta: { base: 'current', add: [{ value: 'id3' }], remove: [] },
    tolerances: ['bareValue'],
  },
  {
    name: 'Okta: the rename before each change, with the id',
    source: sales,
    operations: [{ op: 'replace', value: { id: 'g-3', displayName: 'Sales JP' } }],
    target: { ...sales, displayName: 'Sales JP' },
    delta: { base: 'current', add: [], remove: [] },
    tolerances: ['readOnlyAttribute'],
  },
  {
    name: 'Okta: removals and additions in one request',
    source: sales,
    operations: [
      { op: 'remove', path: 'members[value eq "id1"]' },
      { op: 'add', path: 'members', value: [{ value: 'id3', display: 'hana' }] },
    ],
    target: { displayName: 'Sales', members: [{ value: 'id2' }, { value: 'id3', display: 'hana' }] },
    delta: { base: 'current', add: [{ value: 'id3', display: 'hana' }], remove: ['id1'] },
    tolerances: [],
  },
  {
    name: 'Okta: a full push replaces all members',
    source: sales,
    operations: [{ op: 'replace', path: 'members', value: [{ value: 'id3', display: 'hana' }] }],
    target: { displayName: 'Sales', members: [{ value: 'id3', display: 'hana' }] },
    delta: { base: 'empty', add: [{ value: 'id3', display: 'hana' }], remove: [] },
    tolerances: [],
  },
  {
    name: 'Okta: a full push of nobody',
    source: sales,
    operations: [{ op: 'replace', path: 'members', value: [] }],
    target: { displayName: 'Sales' },
    delta: { base: 'empty', add: [], remove: [] },
    tolerances: [],
  },
  {
    name: 'a full push without a path',
    source: sales,
    operations: [{ op: 'replace', value: { displayName: 'S', members: [{ value: 'id9' }] } }],
    target: { displayName: 'S', members: [{ value: 'id9' }] },
    delta: { base: 'empty', add: [{ value: 'id9' }], remove: [] },
    tolerances: [],
  },
  {
    name: 'RFC 7644 §3.5.2.2: remove all, then add',
    source: sales,
    operations: [
      { op: 'remove', path: 'members' },
      { op: 'add', path: 'members', value: [{ value: 'id7' }] },
    ],
    target: { displayName: 'Sales', members: [{ value: 'id7' }] },
    delta: { base: 'empty', add: [{ value: 'id7' }], remove: [] },
    tolerances: [],
  },
  {
    name: 'the last word about a member counts',
    source: sales,
    operations: [
      { op: 'add', path: 'members', value: [{ value: 'id3' }] },
      { op: 'remove', path: 'members[value eq "id3" or value eq "id1"]' },
      { op: 'add', path: 'members', value: [{ value: 'id1' }] },
    ],
    target: { displayName: 'Sales', members: [{ value: 'id2' }, { value: 'id1' }] },
    delta: { base: 'current', add: [{ value: 'id1' }], remove: ['id3'] },
    tolerances: [],
  },
];

describe('PATCH of a group', () => {
  it.each(groupPatches)('$name', ({ source, operations, target, delta, tolerances }) => {
    const request = parsePatch(groupResourceType, { schemas: [patchSchema], Operations: operations }, { dialect });
    const result = applyPatch(groupResourceType, source, request.operations, dialect);
    expect(result.resource).toStrictEqual(target);
    const applied = [...request.tolerances, ...result.tolerances].map(({ name }) => name);
    expect([...new Set(applied)].toSorted()).toStrictEqual([...tolerances].toSorted());
    expect(membershipDelta(request.operations)).toMatchObject(delta);
  });
});
