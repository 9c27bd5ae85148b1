import type { AttributeInput } from './attribute-definition.ts';
import { defineSchema } from './schema-definition.ts';
import type { SchemaDefinition } from './schema-definition.ts';

const readOnly = { mutability: 'readOnly' } as const;

function uri(name: string, description: string): AttributeInput {
  return { ...readOnly, name, type: 'reference', referenceTypes: ['uri'], required: true, description };
}

/** RFC 7643 §6. `schemaExtensions` is a list and optional, as §6 and §8.6 have it; §8.7.2 says otherwise. */
export const resourceTypeSchema: SchemaDefinition = defineSchema({
  id: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  name: 'ResourceType',
  description: 'What a kind of resource consists of and where it is served',
  attributes: [
    { ...readOnly, name: 'id', description: 'Identifier, often the name' },
    { ...readOnly, name: 'name', required: true, description: 'Name, as in meta.resourceType' },
    { ...readOnly, name: 'description', description: 'Description for people' },
    uri('endpoint', 'Where resources of the type are, relative to the base URL'),
    uri('schema', 'URN of the core schema'),
    {
      ...readOnly,
      name: 'schemaExtensions',
      type: 'complex',
      multiValued: true,
      description: 'Extensions that resources of the type may have',
      subAttributes: [
        uri('schema', 'URN of the extension'),
        { ...readOnly, name: 'required', type: 'boolean', required: true, description: 'Whether it must be there' },
      ],
    },
  ],
});
