import { defineSchema } from './schema-definition.ts';
import type { SchemaDefinition } from './schema-definition.ts';

/**
 * RFC 7643 §4.2. `displayName` is required as §4.2 says, though §8.7.1 lists it as optional;
 * `members.display` is in §8.4's example and in §2.4, and missing in §8.7.1.
 */
export const groupSchema: SchemaDefinition = defineSchema({
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    { name: 'displayName', required: true, description: 'Name to show' },
    {
      name: 'members',
      description: 'Members of the group',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value', mutability: 'immutable', description: "The member's id" },
        {
          name: '$ref',
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
          description: "The member's URI",
        },
        { name: 'display', mutability: 'immutable', description: "The member's display name" },
        {
          name: 'type',
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
          description: "The member's resource type",
        },
      ],
    },
  ],
});
