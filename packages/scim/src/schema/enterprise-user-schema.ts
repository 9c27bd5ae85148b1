import { defineSchema } from './schema-definition.ts';
import type { SchemaDefinition } from './schema-definition.ts';

/** RFC 7643 §4.3, characteristics as in §8.7.1. */
export const enterpriseUserSchema: SchemaDefinition = defineSchema({
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    { name: 'employeeNumber', description: 'Number or text that identifies the person in the organization' },
    { name: 'costCenter', description: 'Cost center' },
    { name: 'organization', description: 'Organization' },
    { name: 'division', description: 'Division' },
    { name: 'department', description: 'Department' },
    {
      name: 'manager',
      type: 'complex',
      description: "The user's manager",
      subAttributes: [
        { name: 'value', description: "The manager's id" },
        { name: '$ref', type: 'reference', referenceTypes: ['User'], description: "The manager's URI" },
        { name: 'displayName', mutability: 'readOnly', description: "The manager's display name" },
      ],
    },
  ],
});
