import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { JsonObject } from '../json.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { userSchema } from '../schema/user-schema.ts';
import { checkReplace } from './check-resource.ts';
import { deviceType, lease } from './device.testing.ts';

describe('checkReplace', () => {
  const current = { serial: 'S1', kind: 'phone', state: 'lost', owner: { value: 'u' }, tags: ['a'] };
  const replace = (body: JsonObject, before: JsonObject = current): JsonObject =>
    checkReplace(deviceType, { schemas: ['urn:example:Device'], ...body }, before, { dialect: strictDialect }).resource;

  it('clears what is left out, except what the client cannot set', () => {
    expect(replace({ serial: 'S1', size: 1 })).toStrictEqual({
      serial: 'S1',
      size: 1,
      state: 'lost',
      owner: { value: 'u' },
    });
  });

  it('passes over read-only attributes', () => {
    expect(replace({ serial: 'S1', state: 'found', id: '1' })).toMatchObject({ state: 'lost' });
  });

  it('takes an immutable attribute that is the same, or that had no value', () => {
    expect(replace({ serial: 'S1', owner: { value: 'u' } })).toMatchObject({ owner: { value: 'u' } });
    expect(replace({ serial: 'S1', owner: { value: 'v' } }, { serial: 'S1' })).toMatchObject({ owner: { value: 'v' } });
  });

  it('refuses another value for an immutable attribute', () => {
    expect(() => replace({ serial: 'S2' })).toThrow(expect.objectContaining({ scimType: 'mutability' }));
    expect(() => replace({ serial: 'S1', owner: { value: 'x' } })).toThrow('"owner" cannot be changed');
  });

  it('wants required attributes, as a create does', () => {
    const body = { schemas: [userSchema.id], title: 'T' };
    expect(() => checkReplace(userResourceType, body, { userName: 'b' }, { dialect: lenientDialect })).toThrow(
      '"userName" is required',
    );
  });

  it("keeps an extension's read-only attribute", () => {
    const before = { serial: 'S1', [lease.id]: { contract: 'c', lessor: 'L' } };
    const body = { schemas: ['urn:example:Device', lease.id], serial: 'S1', [lease.id]: { contract: 'd' } };
    expect(replace(body, before)[lease.id]).toStrictEqual({ contract: 'd', lessor: 'L' });
  });

  it('changes neither of its inputs', () => {
    const before = structuredClone(current);
    const result = replace({ serial: 'S1' }, before);
    expect(before).toStrictEqual(current);
    expect(result).not.toBe(before);
  });
});

describe('members of a single complex value', () => {
  const rack = defineResourceType({
    name: 'Rack',
    endpoint: '/Racks',
    schema: defineSchema({
      id: 'urn:example:Rack',
      name: 'Rack',
      attributes: [
        {
          name: 'place',
          type: 'complex',
          subAttributes: [{ name: 'building', mutability: 'immutable' }, { name: 'room' }],
        },
      ],
    }),
  });
  const current = { place: { building: 'A', room: '1' } };
  const replace = (body: JsonObject): JsonObject =>
    checkReplace(rack, { schemas: ['urn:example:Rack'], ...body }, current, { dialect: strictDialect }).resource;

  it('keeps an immutable member that is left out, alone or with the whole', () => {
    expect(replace({ place: { room: '2' } })).toStrictEqual({ place: { room: '2', building: 'A' } });
    expect(replace({})).toStrictEqual({ place: { building: 'A' } });
  });

  it('keeps the whole where an immutable member would be left without what it requires', () => {
    const seal = { name: 'seal', mutability: 'immutable' } as const;
    const contract = { name: 'contract', required: true };
    const sealed = defineResourceType({
      name: 'Box',
      endpoint: '/Boxes',
      schema: defineSchema({
        id: 'urn:example:Box',
        name: 'Box',
        attributes: [{ name: 'place', type: 'complex', subAttributes: [seal, contract] }],
      }),
      extensions: [
        {
          schema: defineSchema({ id: 'urn:example:Seal', name: 'Seal', attributes: [seal, contract] }),
          required: false,
        },
      ],
    });
    const replaceBox = (before: JsonObject): JsonObject =>
      checkReplace(sealed, { schemas: ['urn:example:Box'] }, before, { dialect: strictDialect }).resource;
    const whole = { seal: 's', contract: 'c' };
    for (const before of [{ place: whole }, { 'urn:example:Seal': whole }]) expect(replaceBox(before)).toEqual(before);
    const unsealed = { contract: 'c' };
    for (const before of [{ place: unsealed }, { 'urn:example:Seal': unsealed }])
      expect(replaceBox(before)).toEqual({});
  });

  it('refuses another value for an immutable member', () => {
    expect(() => replace({ place: { building: 'B' } })).toThrow('"place.building" cannot be changed');
  });
});
