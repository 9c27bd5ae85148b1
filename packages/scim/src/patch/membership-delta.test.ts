import { describe, expect, it } from 'vitest';
import { lenientDialect } from '../dialect.ts';
import type { JsonValue } from '../json.ts';
import { groupResourceType } from '../schema/resource-types.ts';
import { membershipDelta } from './membership-delta.ts';
import type { MembershipDelta } from './membership-delta.ts';
import { parsePatch } from './parse-patch.ts';

function deltaOf(...operations: readonly JsonValue[]): MembershipDelta | undefined {
  return membershipDelta(
    parsePatch(groupResourceType, { Operations: operations }, { dialect: lenientDialect }).operations,
  );
}

/** The forms that Entra and Okta send are in quirks.test.ts. */
describe('membershipDelta', () => {
  it('leaves other operations in their order', () => {
    const delta = deltaOf(
      { op: 'replace', path: 'displayName', value: 'A' },
      { op: 'add', path: 'members', value: [{ value: '1' }] },
      { op: 'remove', path: 'externalId' },
    );
    expect(delta?.rest.map(({ verb, attribute, index }) => [verb, attribute.name, index])).toEqual([
      ['replace', 'displayName', 0],
      ['remove', 'externalId', 2],
    ]);
    expect(delta?.add).toEqual([{ value: '1' }]);
  });

  it('counts an id once, with what was said last', () => {
    const delta = deltaOf(
      { op: 'add', path: 'members', value: [{ value: '1' }, { value: '2' }] },
      { op: 'add', path: 'members', value: [{ value: '1', display: 'One' }] },
    );
    expect(delta).toMatchObject({ base: 'current', add: [{ value: '1', display: 'One' }, { value: '2' }], remove: [] });
  });

  it('forgets what came before a full replacement', () => {
    const delta = deltaOf(
      { op: 'add', path: 'members', value: [{ value: '1' }] },
      { op: 'remove', path: 'members[value eq "2"]' },
      { op: 'replace', path: 'members', value: [{ value: '3' }] },
      { op: 'remove', path: 'members[value eq "4"]' },
      { op: 'add', path: 'members', value: [{ value: '5' }] },
    );
    expect(delta).toMatchObject({ base: 'empty', add: [{ value: '3' }, { value: '5' }], remove: [] });
  });

  it.each<readonly [name: string, operation: JsonValue]>([
    ['a filter by type', { op: 'remove', path: 'members[type eq "User"]' }],
    ['a filter by negation', { op: 'remove', path: 'members[not (value eq "1")]' }],
    ['a filter by part of an id', { op: 'remove', path: 'members[value sw "1"]' }],
    ['a filter by id and more', { op: 'remove', path: 'members[value eq "1" and type eq "User"]' }],
    ['a filter by id or type', { op: 'remove', path: 'members[value eq "1" or type eq "User"]' }],
    ['a replaced element', { op: 'replace', path: 'members[value eq "1"]', value: { value: '2' } }],
    ['a sub-attribute', { op: 'add', path: 'members[value eq "1"].display', value: 'One' }],
    ['a sub-attribute of all', { op: 'remove', path: 'members.display' }],
    ['a member without id', { op: 'add', path: 'members', value: [{ display: 'One' }] }],
    ['removal of a member without id', { op: 'remove', path: 'members', value: [{ display: 'One' }] }],
  ])('cannot tell %s', (_name, operation) => {
    expect(deltaOf(operation)).toBeUndefined();
  });

  it('is quick with many members', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({ value: `u${index}` }));
    const delta = deltaOf({ op: 'add', path: 'members', value: many }, { op: 'remove', path: 'members', value: many });
    expect(delta?.remove).toHaveLength(50_000);
    expect(delta?.add).toHaveLength(0);
  });
});
