import { describe, expect, it } from 'vitest';
import { strictDialect } from '../dialect.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { applyPatch } from './apply-patch.ts';
import { parsePatch, patchSchema } from './parse-patch.ts';

const lease = 'urn:example:Lease';
const badge = 'urn:example:Badge';
const device = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  schema: defineSchema({ id: 'urn:example:Device', name: 'Device', attributes: [{ name: 'serial' }] }),
  extensions: [
    {
      schema: defineSchema({
        id: lease,
        name: 'Lease',
        attributes: [{ name: 'contract', required: true }, { name: 'note' }],
      }),
      required: false,
    },
    { schema: defineSchema({ id: badge, name: 'Badge', attributes: [{ name: 'colour' }] }), required: true },
  ],
});
const current: JsonObject = { [lease]: { contract: 'C1', note: 'n' }, [badge]: { colour: 'red' } };

function patch(before: JsonObject, operation: JsonValue): JsonObject {
  const { operations } = parsePatch(
    device,
    { schemas: [patchSchema], Operations: [operation] },
    { dialect: strictDialect },
  );
  return applyPatch(device, before, operations, strictDialect).resource;
}

describe('extensions that require something (RFC 7643 §6)', () => {
  it('an optional extension goes as a whole, whatever it requires while it is there', () => {
    expect(patch(current, { op: 'remove', path: lease })).toEqual({ [badge]: { colour: 'red' } });
  });

  it.each([
    ['a required attribute is removed from it', current, { op: 'remove', path: `${lease}:contract` }],
    ['a required extension is removed', current, { op: 'remove', path: badge }],
    ['the last attribute of a required extension is removed', current, { op: 'remove', path: `${badge}:colour` }],
  ])('%s: refused', (_title, before, operation) => {
    expect(() => patch(before, operation)).toThrow(expect.objectContaining({ scimType: 'mutability' }));
  });

  it('an extension comes with what it requires', () => {
    const bare = { [badge]: { colour: 'red' } };
    const note = { op: 'add', path: `${lease}:note`, value: 'n' };
    expect(() => patch(bare, note)).toThrow(expect.objectContaining({ scimType: 'invalidValue' }));
    expect(patch(bare, { op: 'add', path: lease, value: { contract: 'C2' } })).toEqual({
      ...bare,
      [lease]: { contract: 'C2' },
    });
  });
});
