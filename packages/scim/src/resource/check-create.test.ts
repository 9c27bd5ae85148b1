import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { JsonObject } from '../json.ts';
import { groupResourceType, userResourceType } from '../schema/resource-types.ts';
import { create, device, enterprise, minimal, user } from './check-create.testing.ts';
import { deviceType } from './device.testing.ts';

const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';

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
