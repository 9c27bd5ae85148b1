import { z } from 'zod';
import { noBody, noContent, noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';

/** What an organization may define at most. */
export const schemaLimits = {
  schemas: 50,
  resourceTypes: 20,
  extensions: 10,
  /** Attributes of one schema, sub-attributes included. */
  attributes: 200,
  canonicalValues: 200,
} as const;

const characteristics = {
  name: z.string().min(1).max(64),
  type: z.enum(['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex']).optional(),
  multiValued: z.boolean().optional(),
  description: z.string().max(1000).optional(),
  required: z.boolean().optional(),
  canonicalValues: z.array(z.string().min(1).max(200)).max(schemaLimits.canonicalValues).optional(),
  caseExact: z.boolean().optional(),
  mutability: z.enum(['readOnly', 'readWrite', 'immutable', 'writeOnly']).optional(),
  returned: z.enum(['always', 'never', 'default', 'request']).optional(),
  uniqueness: z.enum(['none', 'server'], { error: 'Use "none" or "server": "global" is not offered.' }).optional(),
  referenceTypes: z.array(z.string().min(1).max(64)).max(20).optional(),
};

/** A part of a complex attribute; it cannot be complex itself (RFC 7643 §2.3.8). */
const subAttributeSchema = z.strictObject(characteristics);

/** An attribute with its characteristics (RFC 7643 §7); those left out have the defaults of RFC 7643 §2.2. */
export const schemaAttributeSchema = z.strictObject({
  ...characteristics,
  subAttributes: z.array(subAttributeSchema).max(schemaLimits.attributes).optional(),
});
export type SchemaAttribute = z.infer<typeof schemaAttributeSchema>;

/** What a document of RFC 7643 says about itself; taken, so that `/Schemas` can be sent back, and passed over. */
const passedOver = { schemas: z.array(z.string()).optional(), meta: z.unknown().optional() };

/** A schema in the form of RFC 7643 §7. */
const schemaBody = z.strictObject({
  ...passedOver,
  id: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(64),
  description: z.string().max(1000).default(''),
  attributes: z.array(schemaAttributeSchema).min(1).max(schemaLimits.attributes),
});

/** A resource type in the form of RFC 7643 §6. For `User` and `Group` only `schemaExtensions` counts. */
const resourceTypeBody = z.strictObject({
  ...passedOver,
  id: z.string().optional(),
  name: z.string().min(1).max(64),
  endpoint: z.string().min(1).max(64),
  description: z.string().max(1000).default(''),
  schema: z.string().min(1).max(200),
  schemaExtensions: z
    .array(z.strictObject({ schema: z.string().min(1).max(200), required: z.boolean().default(false) }))
    .default([]),
});

/** A schema that the organization defined, and the resource types that it is the main schema or an extension of. */
export const customSchemaSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  attributes: z.array(schemaAttributeSchema),
  usedBy: z.array(z.string()),
});
export type CustomSchema = z.infer<typeof customSchemaSchema>;

/** A resource type at the SCIM endpoint. `custom` is false for User and Group, which an organization may only extend. */
export const customResourceTypeSchema = z.object({
  name: z.string(),
  endpoint: z.string(),
  description: z.string(),
  schema: z.string(),
  schemaExtensions: z.array(z.object({ schema: z.string(), required: z.boolean() })),
  custom: z.boolean(),
  /** How many resources of the type there are. */
  resources: z.int(),
});
export type CustomResourceType = z.infer<typeof customResourceTypeSchema>;

const schemaParams = organizationParams.extend({ schema: z.string().min(1).max(200) });
const typeParams = organizationParams.extend({ type: z.string().min(1).max(64) });

/** Whether values that the change leaves no place for may be lost; without it such a change is a 409 `values_exist`. */
const discardQuery = z.object({ discardValues: z.enum(['true', 'false']).default('false') });

const schemaPath = '/organizations/:org/schemas';
const typePath = '/organizations/:org/resource-types/:type';

export const schemaRoutes = {
  listSchemas: defineRoute({
    id: 'listSchemas',
    method: 'GET',
    path: schemaPath,
    summary: 'Schemas that the organization defined, and the resource types of its SCIM endpoint',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({
      schemas: z.array(customSchemaSchema),
      resourceTypes: z.array(customResourceTypeSchema),
    }),
  }),
  /** 409 `values_exist` where values would be lost, `values_conflict` where resources do not meet what is new. */
  putSchema: defineRoute({
    id: 'putSchema',
    method: 'PUT',
    path: `${schemaPath}/:schema`,
    summary: 'Define a schema, or change it; the path has its URN',
    access: 'organization',
    params: schemaParams,
    query: discardQuery,
    body: schemaBody,
    status: 200,
    response: customSchemaSchema,
  }),
  /** 409 `schema_in_use` while a resource type has it. */
  deleteSchema: defineRoute({
    id: 'deleteSchema',
    method: 'DELETE',
    path: `${schemaPath}/:schema`,
    summary: 'Delete a schema that no resource type has',
    access: 'organization',
    params: schemaParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** 409 `values_exist` where values or resources would be lost, `values_conflict` as for a schema. */
  putResourceType: defineRoute({
    id: 'putResourceType',
    method: 'PUT',
    path: typePath,
    summary: 'Define a resource type, or change it; for User and Group: say which schemas extend it',
    access: 'organization',
    params: typeParams,
    query: discardQuery,
    body: resourceTypeBody,
    status: 200,
    response: customResourceTypeSchema,
  }),
  /** 409 `values_exist` while there are resources of the type. */
  deleteResourceType: defineRoute({
    id: 'deleteResourceType',
    method: 'DELETE',
    path: typePath,
    summary: 'Delete a resource type',
    access: 'organization',
    params: typeParams,
    query: discardQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
