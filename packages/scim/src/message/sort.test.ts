import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { compareBy, parseSort } from './sort.ts';

const users: readonly JsonObject[] = [
  {
    id: '1',
    userName: 'beta',
    externalId: 'b',
    name: { familyName: 'Zorn' },
    emails: [{ value: 'z@x' }],
    active: true,
  },
  {
    id: '2',
    userName: 'Alpha',
    externalId: 'B',
    emails: [{ value: 'y@x' }, { value: 'a@x', primary: true }],
    meta: { created: '2026-01-01T00:00:00Z' },
  },
  {
    id: '3',
    userName: 'gamma',
    name: { familyName: 'adler' },
    active: false,
    meta: { created: '2026-01-01T01:30:00+02:00' },
  },
];

describe('sorting', () => {
  it.each([
    ['userName', undefined, '2,1,3'],
    ['userName', 'ascending', '2,1,3'],
    ['USERNAME', 'Descending', '3,1,2'],
    ['externalId', 'ascending', '2,1,3'],
    ['name.familyName', 'ascending', '3,1,2'],
    ['name.familyName', 'descending', '2,1,3'],
    ['emails', 'ascending', '2,1,3'],
    ['emails.value', 'descending', '3,1,2'],
    ['active', 'ascending', '3,1,2'],
    ['meta.created', 'ascending', '3,2,1'],
    ['meta.created', 'descending', '1,2,3'],
    ['id', 'descending', '3,2,1'],
    ['title', 'ascending', '1,2,3'],
  ])('by %s %s gives %s', (sortBy, sortOrder, ids) => {
    const sort = parseSort({ sortBy, ...(sortOrder === undefined ? {} : { sortOrder }) }, userResourceType);
    const sorted = sort && users.toSorted(compareBy(sort));
    expect(sorted?.map(({ id }) => id)).toStrictEqual(ids.split(','));
  });

  it('is not asked for without sortBy', () => {
    expect(parseSort({}, userResourceType)).toBeUndefined();
    expect(parseSort({ sortBy: '', sortOrder: 'descending' }, userResourceType)).toBeUndefined();
  });

  it.each([
    [{ sortBy: 'shoeSize' }],
    [{ sortBy: 'name' }],
    [{ sortBy: 'addresses' }],
    [{ sortBy: 'password' }],
    [{ sortBy: 'a b' }],
    [{ sortBy: 'userName', sortOrder: 'up' }],
  ])('refuses %j', (request) => {
    expect(() => parseSort(request, userResourceType)).toThrow(expect.objectContaining({ scimType: 'invalidValue' }));
  });
});
