import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { present } from './present.ts';
import { parseProjection, project } from './projection.ts';
import type { ProjectionRequest } from './projection.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const meta = {
  created: '2026-01-01T00:00:00Z',
  lastModified: '2026-01-02T00:00:00Z',
  location: 'https://x.example/Users/1',
  version: 'W/"2"',
};

const kept: JsonObject = {
  userName: 'anna',
  name: { givenName: 'Anna', familyName: 'Berg' },
  emails: [{ value: 'a@x', type: 'work' }, { type: 'home' }],
  [enterprise]: { department: 'Sales', manager: { value: 'm', $ref: 'u' } },
};
const resource = present(userResourceType, kept, { id: '1', meta, readOnly: { groups: [{ value: 'g' }] } });

describe('present', () => {
  it('adds schemas, id, meta and what is worked out', () => {
    expect(resource).toStrictEqual({
      schemas: [core, enterprise],
      id: '1',
      ...kept,
      groups: [{ value: 'g' }],
      meta: { resourceType: 'User', ...meta },
    });
  });

  it('names an extension only when it is there', () => {
    expect(present(userResourceType, { userName: 'a' }, { id: '1', meta })['schemas']).toStrictEqual([core]);
  });
});

const always = { schemas: [core, enterprise], id: '1' };

describe('project', () => {
  const cases: readonly (readonly [request: ProjectionRequest, shown: JsonObject])[] = [
    [{}, resource],
    [{ attributes: '' }, resource],
    [{ excludedAttributes: ' , ' }, resource],
    [{ attributes: 'userName' }, { ...always, userName: 'anna' }],
    [{ attributes: 'USERNAME, displayName' }, { ...always, userName: 'anna' }],
    [{ attributes: ['userName', 'meta'] }, { ...always, userName: 'anna', meta: resource['meta']! }],
    [{ attributes: 'name' }, { ...always, name: kept['name']! }],
    [{ attributes: 'name.givenName' }, { ...always, name: { givenName: 'Anna' } }],
    [{ attributes: 'name.givenName,name' }, { ...always, name: kept['name']! }],
    [{ attributes: 'name,name.givenName' }, { ...always, name: kept['name']! }],
    [{ attributes: 'name.givenName,name.familyName' }, { ...always, name: kept['name']! }],
    [{ attributes: 'name.middleName' }, always],
    [{ attributes: 'emails.value' }, { ...always, emails: [{ value: 'a@x' }] }],
    [{ attributes: 'emails.type' }, { ...always, emails: [{ type: 'work' }, { type: 'home' }] }],
    [{ attributes: 'emails.display' }, always],
    [{ attributes: `${core}:userName` }, { ...always, userName: 'anna' }],
    [{ attributes: `${core}:name.familyName` }, { ...always, name: { familyName: 'Berg' } }],
    [{ attributes: `${enterprise}:department` }, { ...always, [enterprise]: { department: 'Sales' } }],
    [{ attributes: `${enterprise}:manager.value` }, { ...always, [enterprise]: { manager: { value: 'm' } } }],
    [{ attributes: enterprise }, { ...always, [enterprise]: kept[enterprise]! }],
    [{ attributes: enterprise.toUpperCase() }, { ...always, [enterprise]: kept[enterprise]! }],
    [{ attributes: 'groups.value' }, { ...always, groups: [{ value: 'g' }] }],
    [{ attributes: 'nothing' }, always],
    [{ attributes: 'name..x,[,a b' }, always],
    [{ attributes: 'constructor,__proto__' }, always],
    [{ attributes: 'id' }, always],
    [{ attributes: 'password' }, always],
    [{ excludedAttributes: 'id,schemas' }, resource],
    [
      { excludedAttributes: 'groups,emails,meta,name' },
      { ...always, userName: 'anna', [enterprise]: kept[enterprise]! },
    ],
    [
      { excludedAttributes: `name.familyName,emails,meta,groups,${enterprise}` },
      { ...always, userName: 'anna', name: { givenName: 'Anna' } },
    ],
    [
      { excludedAttributes: `name,emails.type,meta,groups,${enterprise}:manager` },
      { ...always, userName: 'anna', emails: [{ value: 'a@x' }], [enterprise]: { department: 'Sales' } },
    ],
    [
      { excludedAttributes: `name,emails,meta,groups,${enterprise}:manager.$ref,${enterprise}:department` },
      { ...always, userName: 'anna', [enterprise]: { manager: { value: 'm' } } },
    ],
    [{ excludedAttributes: 'nothing' }, resource],
  ];

  it.each(cases)('%j', (request, shown) => {
    expect(project(userResourceType, resource, parseProjection(request, userResourceType))).toStrictEqual(shown);
  });

  it('takes one of the two parameters', () => {
    expect(() => parseProjection({ attributes: 'name', excludedAttributes: 'emails' }, userResourceType)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
  });

  it('tells what need not be loaded', () => {
    const groups = userResourceType.attributes.find('groups');
    const includes = (request: ProjectionRequest): boolean | undefined =>
      groups && parseProjection(request, userResourceType).includes(groups);
    expect(includes({})).toBe(true);
    expect(includes({ attributes: 'userName' })).toBe(false);
    expect(includes({ attributes: 'groups.value' })).toBe(true);
    expect(includes({ excludedAttributes: 'groups' })).toBe(false);
    expect(includes({ excludedAttributes: 'groups.value' })).toBe(true);
  });
});

describe('a resource that does not follow its schema', () => {
  it('is projected without what cannot be told', () => {
    const odd = { id: '1', name: 'x', emails: ['y', { value: 'a' }], [enterprise]: 'z' };
    const projection = parseProjection({ attributes: `name.givenName,emails.value,${enterprise}` }, userResourceType);
    expect(project(userResourceType, odd, projection)).toStrictEqual({ id: '1', emails: [{ value: 'a' }] });
  });
});

describe('the characteristic "returned"', () => {
  const type = defineResourceType({
    name: 'Safe',
    endpoint: '/Safes',
    schema: defineSchema({
      id: 'urn:example:Safe',
      name: 'Safe',
      attributes: [
        { name: 'label' },
        { name: 'number', returned: 'always' },
        { name: 'secret', returned: 'never' },
        { name: 'history', returned: 'request' },
        {
          name: 'owner',
          type: 'complex',
          subAttributes: [
            { name: 'value', returned: 'always' },
            { name: 'display' },
            { name: 'pin', returned: 'never' },
            { name: 'notes', returned: 'request' },
          ],
        },
      ],
    }),
  });
  const safe = {
    id: '1',
    label: 'L',
    number: '7',
    secret: 's',
    history: 'h',
    owner: { value: 'o', display: 'O', pin: '0', notes: 'n' },
    unknown: 'never kept',
    'urn:example:unknown': { a: 1 },
  };
  const shown = (request: ProjectionRequest): JsonObject => project(type, safe, parseProjection(request, type));

  it.each<readonly [request: ProjectionRequest, shown: JsonObject]>([
    [{}, { id: '1', label: 'L', number: '7', owner: { value: 'o', display: 'O' } }],
    [{ attributes: 'history' }, { id: '1', number: '7', history: 'h' }],
    [{ attributes: 'secret' }, { id: '1', number: '7' }],
    [{ attributes: 'owner' }, { id: '1', number: '7', owner: { value: 'o', display: 'O' } }],
    [{ attributes: 'owner.notes' }, { id: '1', number: '7', owner: { value: 'o', notes: 'n' } }],
    [{ attributes: 'owner.pin' }, { id: '1', number: '7', owner: { value: 'o' } }],
    [{ excludedAttributes: 'number,label' }, { id: '1', number: '7', owner: { value: 'o', display: 'O' } }],
    [{ excludedAttributes: 'label,owner.value' }, { id: '1', number: '7', owner: { value: 'o', display: 'O' } }],
    [{ excludedAttributes: 'owner' }, { id: '1', label: 'L', number: '7' }],
  ])('%j', (request, expected) => {
    expect(shown(request)).toStrictEqual(expected);
  });
});
