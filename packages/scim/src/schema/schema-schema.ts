import type { AttributeInput } from './attribute-definition.ts';
import { defineSchema, schemaSchemaId } from './schema-definition.ts';
import type { SchemaDefinition } from './schema-definition.ts';

const readOnly = { mutability: 'readOnly' } as const;
const types = ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'];

function text(name: string, description: string, more: Partial<AttributeInput> = {}): AttributeInput {
  return { ...readOnly, caseExact: true, description, ...more, name };
}

function flag(name: string, description: string, required = false): AttributeInput {
  return { ...readOnly, name, type: 'boolean', required, description };
}

const characteristics: readonly AttributeInput[] = [
  text('name', 'Name of the attribute', { required: true }),
  text('type', 'Data type', { required: true, caseExact: false, canonicalValues: types }),
  flag('multiValued', 'Whether it may have several values', true),
  text('description', 'Description for people'),
  flag('required', 'Whether it must have a value'),
  text('canonicalValues', 'Suggested values', { multiValued: true }),
  flag('caseExact', 'Whether upper and lower case differ'),
  text('mutability', 'Who may set it, and when', {
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  text('returned', 'When it is returned', { canonicalValues: ['always', 'never', 'default', 'request'] }),
  text('uniqueness', 'How far its values are unique', { canonicalValues: ['none', 'server', 'global'] }),
  text('referenceTypes', 'What it may refer to', { multiValued: true }),
];

function attributeList(name: string, description: string, subAttributes: readonly AttributeInput[]): AttributeInput {
  return { ...readOnly, name, type: 'complex', multiValued: true, description, subAttributes };
}

/** RFC 7643 §7. `binary` is a data type (§2.3.6) that §8.7.2 leaves out of its list. */
export const schemaSchema: SchemaDefinition = defineSchema({
  id: schemaSchemaId,
  name: 'Schema',
  description: 'What a schema consists of',
  attributes: [
    text('id', 'URN of the schema', { required: true, caseExact: false }),
    text('name', 'Name for people', { required: true, caseExact: false }),
    text('description', 'Description for people', { caseExact: false }),
    {
      ...attributeList('attributes', 'The attributes', [
        ...characteristics,
        attributeList('subAttributes', 'The parts of a complex attribute', characteristics),
      ]),
      required: true,
    },
  ],
});
