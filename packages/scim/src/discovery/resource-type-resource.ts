import type { JsonObject } from '../json.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { resourceTypeSchema } from '../schema/resource-type-schema.ts';

/** The document at `/ResourceTypes/{name}` (RFC 7643 §6). `baseUrl` has no slash at its end. */
export function resourceTypeResource(type: ResourceTypeDefinition, baseUrl: string): JsonObject {
  const schemaExtensions = type.extensions.map(({ schema, required }) => ({ schema: schema.id, required }));
  return {
    schemas: [resourceTypeSchema.id],
    id: type.name,
    name: type.name,
    endpoint: type.endpoint,
    description: type.description,
    schema: type.schema.id,
    ...(schemaExtensions.length === 0 ? {} : { schemaExtensions }),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${type.name}` },
  };
}
