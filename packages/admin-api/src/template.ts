import { z } from 'zod';
import { instantSchema, noBody, noContent, noQuery, organizationParams } from './common.ts';
import {
  appAttributeSchema,
  applyOnSchema,
  attributeMappingSchema,
  expressionSchema,
  userNameFormatSchema,
} from './mapping.ts';
import { clientProfileSchema, credentialHeaderSchema, templateFeatureSchema } from './application.ts';
import { defineRoute } from './route.ts';

/** What an organization may have of its own at most. */
export const templateLimits = { templates: 100, fields: 10, keywords: 30, notes: 20 } as const;

export const templateIdSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, {
  error: 'Use up to 63 lower-case letters, digits, dots and hyphens, with a letter or digit first.',
});

export const templateCategorySchema = z.enum([
  'business',
  'collaboration',
  'design',
  'developer',
  'generic',
  'infrastructure',
  'project',
]);
export type TemplateCategory = z.infer<typeof templateCategorySchema>;

const line = z.string().trim().min(1).max(200);

/** A part of the base URL that is asked for when an integration is added. */
export const templateFieldSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,31}$/, { error: 'Use up to 32 letters and digits, beginning with a small letter.' }),
  label: line,
  /** One label of a host name; one segment of a path; scheme, host and port; one of `choices`. */
  kind: z.enum(['subdomain', 'segment', 'origin', 'choice']),
  hint: z.string().trim().min(1).max(500).exactOptional(),
  example: line.exactOptional(),
  choices: z.array(line).max(100).readonly().exactOptional(),
});
export type TemplateField = z.infer<typeof templateFieldSchema>;

const credential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bearer') }),
  z.strictObject({ kind: z.literal('header'), header: credentialHeaderSchema }),
  z.strictObject({ kind: z.literal('basic') }),
  z.strictObject({
    kind: z.literal('oauth-client'),
    tokenUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .exactOptional(),
    scope: z.string().min(1).max(1024).exactOptional(),
  }),
]);

/** A template: one file. Described for people in docs/templates.md. */
export const templateDocumentSchema = z.strictObject({
  id: templateIdSchema,
  name: z.string().trim().min(1).max(128),
  description: z.string().trim().min(1).max(500),
  category: templateCategorySchema,
  keywords: z.array(z.string().trim().min(1).max(60)).max(templateLimits.keywords).readonly(),
  source: z
    .strictObject({ title: line, url: z.url({ protocol: /^https?$/ }).max(2048), read: z.iso.date() })
    .exactOptional(),
  fields: z.array(templateFieldSchema).max(templateLimits.fields).readonly(),
  baseUrl: z.string().min(1).max(2048).exactOptional(),
  credential,
  supports: z.array(templateFeatureSchema).max(20).readonly(),
  lacks: z.array(templateFeatureSchema).max(20).readonly(),
  clientProfile: clientProfileSchema,
  userNameFormat: userNameFormatSchema,
  userNameExpression: expressionSchema.exactOptional(),
  userNameApplyOn: applyOnSchema,
  userNameImmutable: z.boolean(),
  constraints: z
    .strictObject({
      tombstones: z.boolean().exactOptional(),
      userNameMaxLength: z.int().min(1).max(256).exactOptional(),
      deactivationDeletes: z.boolean().exactOptional(),
    })
    .exactOptional(),
  attributes: z.array(appAttributeSchema).max(200).readonly(),
  mappings: z.array(attributeMappingSchema).max(200).readonly(),
  notes: z.array(z.string().trim().min(1).max(1000)).max(templateLimits.notes).readonly(),
});
export type TemplateDocument = z.infer<typeof templateDocumentSchema>;

/** A template in the list of the catalog. */
export const templateSchema = templateDocumentSchema
  .pick({
    id: true,
    name: true,
    description: true,
    category: true,
    source: true,
    supports: true,
    lacks: true,
    clientProfile: true,
  })
  .extend({
    /** Made by the organization itself. */
    own: z.boolean(),
  });
export type Template = z.infer<typeof templateSchema>;

export const templateDetailsSchema = z.object({
  template: templateDocumentSchema,
  own: z.boolean(),
  /** Of the organization's own: when it was last changed. */
  changedAt: instantSchema.exactOptional(),
  /** Applications of the organization that were made from it. */
  applications: z.int(),
});
export type TemplateDetails = z.infer<typeof templateDetailsSchema>;

const path = '/organizations/:org/templates';
const params = organizationParams.extend({ template: templateIdSchema });

export const templateRoutes = {
  /** Every word of `search` is in the name, description, keywords, category or id, whatever case and accents. */
  listTemplates: defineRoute({
    id: 'listTemplates',
    method: 'GET',
    path,
    summary: 'The catalog, with the templates of the organization itself',
    access: 'organization',
    params: organizationParams,
    query: z.object({ search: z.string().max(256).optional(), category: templateCategorySchema.optional() }),
    body: noBody,
    status: 200,
    response: z.object({ templates: z.array(templateSchema) }),
  }),
  getTemplate: defineRoute({
    id: 'getTemplate',
    method: 'GET',
    path: `${path}/:template`,
    summary: 'One template, whole',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: templateDetailsSchema,
  }),
  /** 400 with the faults by path; 409 `template_id_taken`; 409 `limit_reached`. */
  createTemplate: defineRoute({
    id: 'createTemplate',
    method: 'POST',
    path,
    summary: 'Add a template of one’s own to the catalog',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: templateDocumentSchema,
    status: 201,
    response: templateDetailsSchema,
  }),
  /** Applications keep the template as it was when they were added. 400 with the faults by path. */
  replaceTemplate: defineRoute({
    id: 'replaceTemplate',
    method: 'PUT',
    path: `${path}/:template`,
    summary: 'Replace a template of one’s own; applications keep theirs as it was',
    access: 'organization',
    params,
    query: noQuery,
    body: templateDocumentSchema,
    status: 200,
    response: templateDetailsSchema,
  }),
  /** 409 `template_in_use` while an application was made from it. */
  deleteTemplate: defineRoute({
    id: 'deleteTemplate',
    method: 'DELETE',
    path: `${path}/:template`,
    summary: 'Remove a template of one’s own that no application was made from',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
