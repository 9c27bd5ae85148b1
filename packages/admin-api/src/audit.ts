import { z } from 'zod';
import { instantSchema } from './common.ts';

/** Who did something, as it was then. `request` is the id of the recorded SCIM request by which a token did it. */
export const actorSchema = z.object({
  kind: z.enum(['administrator', 'token', 'api-key', 'system']),
  id: z.string().optional(),
  name: z.string(),
  address: z.string().optional(),
  request: z.string().optional(),
});

/** One attribute that moved; `before` is absent where there was none, `after` where there is none any more. */
export const attributeChangeSchema = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

/** What a change can be about, beside the resources of an organization's own types. */
export const changedKinds = [
  'User',
  'Group',
  'GroupRule',
  'Department',
  'JobTitle',
  'Service',
  'Connection',
  'ApiToken',
  'Application',
  'Assignment',
  'Task',
  'Template',
  'Schema',
  'ResourceType',
  'Administrator',
  'Invitation',
  'ApiKey',
  'Organization',
] as const;

/** One of {@link changedKinds}, or `custom:` and the name of a type that the organization defined. */
export const changedTypeSchema = z.union([z.enum(changedKinds), z.templateLiteral(['custom:', z.string()])]);

/** One change: who did what to which resource, attribute by attribute. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  actor: actorSchema,
  resourceType: changedTypeSchema,
  resourceId: z.string(),
  /** As it is called now, or was when it was deleted; absent where nobody knows any more. */
  resourceName: z.string().optional(),
  operation: z.enum(['create', 'update', 'delete']),
  attributes: z.array(attributeChangeSchema),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
