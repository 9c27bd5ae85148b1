import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { changedAttributes, diffResources, patchRequest } from './diff-resources.ts';
import type { AttributeChange, PatchOperationMessage } from './diff-resources.ts';
import { deviceType } from './patch.testing.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const mails = [{ value: 'a@x', type: 'work' }];

interface DiffCase {
  readonly name: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly operations: readonly PatchOperationMessage[];
  readonly changes: readonly AttributeChange[];
}

const cases: readonly DiffCase[] = [
  {
    name: 'nothing',
    before: { userName: 'a', emails: mails },
    after: { userName: 'a', emails: mails },
    operations: [],
    changes: [],
  },
  {
    name: 'a single value',
    before: { userName: 'a' },
    after: { userName: 'b' },
    operations: [{ op: 'replace', path: 'userName', value: 'b' }],
    changes: [{ path: 'userName', before: 'a', after: 'b' }],
  },
  {
    name: 'a new value, and one that is gone',
    before: { title: 'T' },
    after: { active: false },
    operations: [
      { op: 'remove', path: 'title' },
      { op: 'add', path: 'active', value: false },
    ],
    changes: [
      { path: 'title', before: 'T' },
      { path: 'active', after: false },
    ],
  },
  {
    name: 'parts of a complex value',
    before: { name: { givenName: 'A', familyName: 'B', middleName: 'M' } },
    after: { name: { givenName: 'A', familyName: 'C', honorificPrefix: 'Dr.' } },
    operations: [
      { op: 'remove', path: 'name.middleName' },
      { op: 'replace', path: 'name.familyName', value: 'C' },
      { op: 'add', path: 'name.honorificPrefix', value: 'Dr.' },
    ],
    changes: [
      { path: 'name.familyName', before: 'B', after: 'C' },
      { path: 'name.middleName', before: 'M' },
      { path: 'name.honorificPrefix', after: 'Dr.' },
    ],
  },
  {
    name: 'a complex value as a whole',
    before: {},
    after: { name: { givenName: 'A', familyName: 'B' } },
    operations: [{ op: 'add', path: 'name', value: { givenName: 'A', familyName: 'B' } }],
    changes: [
      { path: 'name.familyName', after: 'B' },
      { path: 'name.givenName', after: 'A' },
    ],
  },
  {
    name: 'a list',
    before: { emails: mails },
    after: { emails: [...mails, { value: 'b@x' }] },
    operations: [{ op: 'replace', path: 'emails', value: [...mails, { value: 'b@x' }] }],
    changes: [{ path: 'emails', before: mails, after: [...mails, { value: 'b@x' }] }],
  },
  {
    name: 'a list that is new, and one that is gone',
    before: { emails: mails },
    after: { roles: [{ value: 'r' }] },
    operations: [
      { op: 'remove', path: 'emails' },
      { op: 'replace', path: 'roles', value: [{ value: 'r' }] },
    ],
    changes: [
      { path: 'emails', before: mails },
      { path: 'roles', after: [{ value: 'r' }] },
    ],
  },
  {
    name: 'an extension',
    before: { [enterprise]: { department: 'A', division: 'D' } },
    after: { [enterprise]: { department: 'B' } },
    operations: [
      { op: 'remove', path: `${enterprise}:division` },
      { op: 'replace', path: `${enterprise}:department`, value: 'B' },
    ],
    changes: [
      { path: `${enterprise}:division`, before: 'D' },
      { path: `${enterprise}:department`, before: 'A', after: 'B' },
    ],
  },
  {
    name: 'an extension as a whole',
    before: { [enterprise]: { department: 'A' } },
    after: {},
    operations: [{ op: 'remove', path: `${enterprise}:department` }],
    changes: [{ path: `${enterprise}:department`, before: 'A' }],
  },
  {
    name: 'a manager: another person is sent whole',
    before: { [enterprise]: { manager: { value: '1', $ref: 'u' } } },
    after: { [enterprise]: { manager: { value: '2', $ref: 'u' } } },
    operations: [{ op: 'replace', path: `${enterprise}:manager`, value: { value: '2', $ref: 'u' } }],
    changes: [{ path: `${enterprise}:manager.value`, before: '1', after: '2' }],
  },
  {
    name: 'nothing that a client cannot set',
    before: { id: '1', meta: { version: 'a' }, groups: [{ value: 'g' }], schemas: ['a'], password: 'x', unknown: 1 },
    after: { id: '2', meta: { version: 'b' }, password: 'y', schemas: ['b'], unknown: 2 },
    operations: [],
    changes: [],
  },
];

describe('the difference of two resources', () => {
  it.each(cases)('$name', ({ before, after, operations, changes }) => {
    expect(diffResources(userResourceType, before, after)).toStrictEqual(operations);
    expect(changedAttributes(userResourceType, before, after)).toStrictEqual(changes);
  });

  it('does not depend on the order of members, but on that of values', () => {
    const before = { name: { givenName: 'A', familyName: 'B' }, emails: [{ value: 'a' }, { value: 'b' }] };
    const after = { emails: [{ value: 'b' }, { value: 'a' }], name: { familyName: 'B', givenName: 'A' } };
    expect(changedAttributes(userResourceType, before, after).map(({ path }) => path)).toStrictEqual(['emails']);
  });

  it('shows an immutable attribute', () => {
    expect(changedAttributes(deviceType, {}, { serial: 'S', state: 'x' })).toStrictEqual([
      { path: 'serial', after: 'S' },
    ]);
  });

  it('makes a PATCH body', () => {
    expect(patchRequest([{ op: 'remove', path: 'title' }])).toStrictEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'remove', path: 'title' }],
    });
  });
});
