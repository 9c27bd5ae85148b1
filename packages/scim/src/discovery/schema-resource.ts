import type { JsonObject, MutableJsonObject } from '../json.ts';
import type { AttributeDefinition } from '../schema/attribute-definition.ts';
import { schemaSchemaId } from '../schema/schema-definition.ts';
import type { SchemaDefinition } from '../schema/schema-definition.ts';

/** The document at `/Schemas/{id}` (RFC 7643 §7). `baseUrl` has no slash at its end. */
export function schemaResource(schema: SchemaDefinition, baseUrl: string): JsonObject {
  return {
    schemas: [schemaSchemaId],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: schema.attributes.map(describeAttribute),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

/** Members that do not apply are absent, never `null`: some clients cannot read `null` here. */
function describeAttribute(attribute: AttributeDefinition): JsonObject {
  const { name, type, multiValued, description, required } = attribute;
  const result: MutableJsonObject = { name, type, multiValued, description, required };
  if (attribute.canonicalValues.length > 0) result['canonicalValues'] = attribute.canonicalValues;
  result['caseExact'] = attribute.caseExact;
  result['mutability'] = attribute.mutability;
  result['returned'] = attribute.returned;
  result['uniqueness'] = attribute.uniqueness;
  if (type === 'reference') result['referenceTypes'] = attribute.referenceTypes;
  if (type === 'complex') result['subAttributes'] = attribute.subAttributes.map(describeAttribute);
  return result;
}
