import { defineAttribute } from './attribute-definition.ts';
import type { AttributeDefinition } from './attribute-definition.ts';

const metaAttribute = { mutability: 'readOnly' } as const;

/** Attributes of every resource (RFC 7643 §3.1), and `schemas` (§3). They belong to no schema. */
export const commonAttributes: readonly AttributeDefinition[] = [
  defineAttribute({
    name: 'schemas',
    description: 'URNs of the schemas whose attributes the resource has',
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    returned: 'always',
  }),
  defineAttribute({
    name: 'id',
    description: 'Identifier given by the service provider',
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  defineAttribute({
    name: 'externalId',
    description: 'Identifier given by the provisioning client',
    caseExact: true,
  }),
  defineAttribute({
    name: 'meta',
    description: 'Facts about the resource that the service provider keeps',
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: [
      { ...metaAttribute, name: 'resourceType', caseExact: true, description: 'Name of the resource type' },
      { ...metaAttribute, name: 'created', type: 'dateTime', description: 'When the resource was added' },
      { ...metaAttribute, name: 'lastModified', type: 'dateTime', description: 'When the resource last changed' },
      { ...metaAttribute, name: 'location', type: 'reference', referenceTypes: ['uri'], description: 'URI' },
      { ...metaAttribute, name: 'version', caseExact: true, description: 'Entity tag of this version' },
    ],
  }),
];
