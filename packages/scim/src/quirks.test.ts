import { describe, expect, it } from 'vitest';
import { lenientDialect } from './dialect.ts';
import type { ToleranceName } from './dialect.ts';
import { compileFilter } from './filter/check-filter.ts';
import { evaluateFilter } from './filter/evaluate-filter.ts';
import type { JsonObject } from './json.ts';
import { listResponse } from './message/list-response.ts';
import { parsePaging } from './message/paging.ts';
import { readSearchQuery } from './message/search-request.ts';
import { checkCreate, checkReplace } from './resource/check-resource.ts';
import { parseProjection, project } from './resource/projection.ts';
import { groupResourceType, userResourceType } from './schema/resource-types.ts';

/**
 * What identity providers are known to send, each under the vendor's name and described in public documentation:
 * Microsoft Entra ID (provisioning tutorial and compatibility page) and Okta (SCIM 2.0 reference and test suites).
 * The bodies are our own.
 */
const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const dialect = lenientDialect;

interface BodyQuirk {
  readonly name: string;
  readonly body: JsonObject;
  readonly resource: JsonObject;
  readonly tolerances: readonly ToleranceName[];
}

const userBodies: readonly BodyQuirk[] = [
  {
    name: 'Entra: nulls, empty lists and meta in a create',
    body: {
      schemas: [user, enterprise],
      externalId: 'hmori',
      userName: 'hana.mori@example.test',
      active: true,
      addresses: null,
      displayName: null,
      emails: [{ primary: true, type: 'work', value: 'hana.mori@example.test' }],
      [enterprise]: { manager: null, department: null },
      meta: { resourceType: 'User' },
      name: { formatted: 'Hana Mori', familyName: 'Mori', givenName: 'Hana' },
      roles: [],
    },
    resource: {
      externalId: 'hmori',
      userName: 'hana.mori@example.test',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'hana.mori@example.test' }],
      name: { formatted: 'Hana Mori', familyName: 'Mori', givenName: 'Hana' },
    },
    tolerances: [],
  },
  {
    name: 'Entra: a create with a malformed URN of the enterprise extension',
    body: { schemas: [user, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User'], userName: 'h' },
    resource: { userName: 'h' },
    tolerances: ['unknownSchema'],
  },
  {
    name: 'Entra: text for booleans in a create',
    body: { schemas: [user], userName: 'h', active: 'True', roles: [{ value: 'r', primary: 'False' }] },
    resource: { userName: 'h', active: true, roles: [{ value: 'r', primary: false }] },
    tolerances: ['textBoolean'],
  },
  {
    name: 'Okta: a create with password, groups and locale',
    body: {
      schemas: [user],
      userName: 'hana.mori@example.test',
      name: { givenName: 'Hana', familyName: 'Mori' },
      emails: [{ primary: true, value: 'hana.mori@example.test', type: 'work' }],
      displayName: 'Hana Mori',
      locale: 'ja-JP',
      externalId: '00uEXAMPLE0000000001',
      groups: [],
      password: 'random',
      active: true,
    },
    resource: {
      userName: 'hana.mori@example.test',
      name: { givenName: 'Hana', familyName: 'Mori' },
      emails: [{ primary: true, value: 'hana.mori@example.test', type: 'work' }],
      displayName: 'Hana Mori',
      locale: 'ja-JP',
      externalId: '00uEXAMPLE0000000001',
      active: true,
    },
    tolerances: ['password'],
  },
];

describe('a create or replace of a user', () => {
  it.each(userBodies)('$name', ({ body, resource, tolerances }) => {
    const created = checkCreate(userResourceType, body, { dialect });
    expect(created.resource).toStrictEqual(resource);
    expect([...new Set(created.tolerances.map(({ name }) => name))]).toStrictEqual(tolerances);
    expect(checkReplace(userResourceType, body, { userName: 'before', title: 'T' }, { dialect })).toStrictEqual(
      created,
    );
  });

  it('Okta: a replace that echoes what it read', () => {
    const current = { userName: 'h', active: true };
    const body = {
      schemas: [user],
      id: 'u-17',
      userName: 'h',
      active: false,
      groups: [{ value: 'g-1', display: 'Sales' }],
      meta: { resourceType: 'User', version: 'W/"1"', created: '2026-01-01T00:00:00Z' },
    };
    const replaced = checkReplace(userResourceType, body, current, { dialect });
    expect(replaced).toStrictEqual({ resource: { userName: 'h', active: false }, tolerances: [] });
  });
});

describe('a create of a group', () => {
  it("Entra: the marker of Microsoft's older products", () => {
    const body = {
      schemas: [group, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '5f1c0f0e-0000-4000-8000-000000000003',
      displayName: 'Sales JP',
      meta: { resourceType: 'Group' },
    };
    expect(checkCreate(groupResourceType, body, { dialect })).toStrictEqual({
      resource: { externalId: '5f1c0f0e-0000-4000-8000-000000000003', displayName: 'Sales JP' },
      tolerances: [{ name: 'legacyGroupSchema', path: 'schemas' }],
    });
  });

  it('Okta: a new group without members', () => {
    const body = { schemas: [group], displayName: 'Sales JP', members: [] };
    expect(checkCreate(groupResourceType, body, { dialect }).resource).toStrictEqual({ displayName: 'Sales JP' });
  });
});

describe('filters', () => {
  const resource: JsonObject = {
    id: 'u-1',
    userName: 'Hana+Test@Example.test',
    externalId: 'jyoung',
    active: false,
    emails: [{ type: 'work', value: 'a@x', primary: true }],
    members: [{ value: 'u' }],
    displayName: 'X "Y" & Z',
    [enterprise]: { manager: { value: 'm' } },
  };

  it.each([
    ['Entra: a random id, to test the connection', 'userName eq "6f0c4dd5-0000-4000-8000-000000000000"', false],
    ['Entra: manager check', 'id eq "u-1" and manager eq "m"', true],
    ['Entra: manager check that fails', 'id eq "u-1" and manager eq "n"', false],
    ['Entra: manager check with URN', `id eq "u-1" and ${enterprise}:manager eq "m"`, true],
    ['Entra: matching by e-mail', 'emails[type eq "work"].value eq "A@X"', true],
    ['Entra: matching by an unquoted value', 'externalId eq jyoung', true],
    ['Entra: text for a boolean', 'emails[primary eq "True"]', true],
    ['Entra: inactive users are found too', 'active eq "False"', true],
    ['Entra: plus stays plus', 'userName eq "hana+test@example.test"', true],
    ['Entra: quotes in a name', 'displayName eq "x \\"y\\" & z"', true],
    ['Okta: lookup before a create, whatever the case', 'userName eq "HANA+TEST@example.test"', true],
  ])('%s', (_name, text, matches) => {
    expect(evaluateFilter(compileFilter(text, userResourceType, { dialect }).filter, resource)).toBe(matches);
  });

  it('Entra: membership check', () => {
    const { filter } = compileFilter('id eq "g" and members eq "u"', groupResourceType, { dialect });
    expect(evaluateFilter(filter, { ...resource, id: 'g' })).toBe(true);
  });
});

describe('queries', () => {
  it('Entra: its own flag in the query string is passed over', () => {
    const query = { aadOptscim062020: '', filter: 'userName eq "x"' };
    expect(readSearchQuery(query)).toStrictEqual({ filter: 'userName eq "x"' });
  });

  it('Entra: group matching leaves members out', () => {
    const { members } = Object.fromEntries(groupResourceType.attributes.all.map((found) => [found.name, found]));
    const projection = parseProjection({ excludedAttributes: 'members' }, groupResourceType);
    expect(members && projection.includes(members)).toBe(false);
    const shown = project(groupResourceType, { id: 'g', displayName: 'X', members: [{ value: 'u' }] }, projection);
    expect(shown).toStrictEqual({ id: 'g', displayName: 'X' });
  });

  it.each([
    [{ startIndex: '1', count: '2' }, 1, 2],
    [{ startIndex: '1', count: '1' }, 1, 1],
    [{ startIndex: '101', count: '100' }, 101, 100],
  ])('Okta: paging by %j', (query, startIndex, count) => {
    const paging = parsePaging(readSearchQuery(query), { defaultPageSize: 100, maxPageSize: 200 });
    expect(paging).toStrictEqual({ kind: 'index', startIndex, count });
  });

  it('Okta: numbers in a list response are numbers', () => {
    const response = listResponse({ resources: [], totalResults: 0, startIndex: 1 });
    expect(response).toMatchObject({ totalResults: 0, itemsPerPage: 0, startIndex: 1, Resources: [] });
  });

  it('Google: neither paging nor sorting', () => {
    expect(readSearchQuery({})).toStrictEqual({});
  });
});
