import { defineResourceType } from '../schema/resource-type-definition.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { defineSchema } from '../schema/schema-definition.ts';

/** An extension with a required and a read-only attribute. */
export const lease = defineSchema({
  id: 'urn:example:Lease',
  name: 'Lease',
  attributes: [
    { name: 'contract', required: true },
    { name: 'lessor', mutability: 'readOnly' },
  ],
});

/** A device has an attribute of every type and every mutability. */
export const deviceType: ResourceTypeDefinition = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  schema: defineSchema({
    id: 'urn:example:Device',
    name: 'Device',
    attributes: [
      { name: 'serial', required: true, mutability: 'immutable', caseExact: true },
      { name: 'kind', canonicalValues: ['phone', 'laptop'], canonicalValuesOnly: true },
      { name: 'size', type: 'integer' },
      { name: 'weight', type: 'decimal' },
      { name: 'bought', type: 'dateTime' },
      { name: 'key', type: 'binary' },
      { name: 'link', type: 'reference', referenceTypes: ['external'] },
      { name: 'tags', multiValued: true },
      { name: 'state', mutability: 'readOnly' },
      {
        name: 'owner',
        type: 'complex',
        mutability: 'immutable',
        subAttributes: [{ name: 'value', required: true }, { name: 'display' }],
      },
    ],
  }),
  extensions: [{ schema: lease, required: false }],
});
