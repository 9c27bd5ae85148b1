import { describe, expect, it } from 'vitest';
import { strictDialect } from '../dialect.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { checkCreate } from './check-resource.ts';

const id = 'urn:example:Links';
const links = defineResourceType({
  name: 'Links',
  endpoint: '/Links',
  schema: defineSchema({
    id,
    name: 'Links',
    attributes: [
      {
        name: 'owner',
        type: 'reference',
        referenceTypes: ['User', 'Device'],
        references: { endpoints: ['/Users', '/Devices'], external: false, uri: false },
      },
      {
        name: 'photo',
        type: 'reference',
        referenceTypes: ['external'],
        references: { endpoints: [], external: true, uri: false },
      },
      {
        name: 'kind',
        type: 'reference',
        referenceTypes: ['uri'],
        references: { endpoints: [], external: false, uri: true },
      },
    ],
  }),
});

const accepts = (name: string, value: string): boolean => {
  try {
    checkCreate(links, { schemas: [id], [name]: value }, { dialect: strictDialect });
    return true;
  } catch {
    return false;
  }
};

describe('references are held to their types (RFC 7643 §2.3.7)', () => {
  it.each([
    ['owner', '/Users/1', true],
    ['owner', 'Users/1', true],
    ['owner', '../Devices/1', true],
    ['owner', 'https://example.com/scim/v2/Users/1', true],
    ['owner', '/Groups/1', false],
    ['owner', '/OtherUsers/1', false],
    ['owner', '/Users/', false],
    ['owner', '1', false],
    ['owner', 'https://example.com/ann.png', false],
    ['photo', 'https://example.com/ann.png', true],
    ['photo', 'urn:example:photo', false],
    ['photo', '/Users/1', false],
    ['kind', 'urn:example:photo', true],
    ['kind', 'photo', false],
  ] as const)('%s %s', (name, value, accepted) => {
    expect(accepts(name, value)).toBe(accepted);
  });
});
