import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { JsonObject } from '../json.ts';
import { groupResourceType } from '../schema/resource-types.ts';
import { deviceType, patch } from './patch.testing.ts';

describe('lists of simple values', () => {
  const device = { tags: ['Red', 'green'] };
  const cases: readonly (readonly [operation: JsonObject, tags: readonly string[] | undefined])[] = [
    [{ op: 'add', path: 'tags', value: ['blue'] }, ['Red', 'green', 'blue']],
    [{ op: 'add', path: 'tags', value: ['RED', 'blue', 'blue'] }, ['Red', 'green', 'blue']],
    [{ op: 'add', path: 'tags', value: 'blue' }, ['Red', 'green', 'blue']],
    [{ op: 'replace', path: 'tags', value: ['x'] }, ['x']],
    [{ op: 'replace', path: 'tags[value eq "red"]', value: 'rot' }, ['rot', 'green']],
    [{ op: 'remove', path: 'tags[value eq "GREEN"]' }, ['Red']],
    [{ op: 'remove', path: 'tags[value co "r"]' }, undefined],
    [{ op: 'remove', path: 'tags' }, undefined],
  ];

  it.each(cases)('%j', (operation, tags) => {
    const { resource } = patch(deviceType, device, [operation], strictDialect);
    expect(resource).toStrictEqual(tags === undefined ? {} : { tags });
  });
});

describe('groups', () => {
  const group = { displayName: 'All', members: [{ value: 'u', display: 'Old' }, { value: 'v' }] };

  it('have a member once, whatever is said about it, and keep what is immutable', () => {
    const again = [{ op: 'add', path: 'members', value: [{ value: 'u', display: 'New', type: 'User' }] }];
    const { resource } = patch(groupResourceType, group, again, strictDialect);
    expect(resource['members']).toStrictEqual([{ value: 'u', display: 'Old', type: 'User' }, { value: 'v' }]);
  });

  it('lose a member by its id, whatever else is given', () => {
    const remove = [{ op: 'remove', path: 'members', value: [{ value: 'u', type: 'User', $ref: 'x' }] }];
    expect(patch(groupResourceType, group, remove, lenientDialect).resource['members']).toStrictEqual([{ value: 'v' }]);
  });

  it('take and lose many members quickly', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `u${index}`, type: 'User' }));
    const group = { displayName: 'All', members };
    const more = Array.from({ length: 1000 }, (_, index) => ({ value: `u${19_500 + index}` }));
    const { resource } = patch(groupResourceType, group, [{ op: 'add', path: 'members', value: more }], strictDialect);
    expect(resource['members']).toHaveLength(20_500);
    const fewer = [{ op: 'remove', path: 'members', value: more }];
    expect(patch(groupResourceType, resource, fewer, lenientDialect).resource['members']).toHaveLength(19_500);
  });
});
