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

/** One change: who did what to which resource, attribute by attribute. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  actor: actorSchema,
  resourceType: z.string(),
  resourceId: z.string(),
  /** As it is called now, or was when it was deleted; absent where nobody knows any more. */
  resourceName: z.string().optional(),
  operation: z.enum(['create', 'update', 'delete']),
  attributes: z.array(attributeChangeSchema),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
