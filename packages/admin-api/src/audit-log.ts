import { z } from 'zod';
import { auditEntrySchema } from './audit.ts';
import { instantSchema, noBody, organizationParams, pageQuerySchema } from './common.ts';
import { defineRoute, defineTextRoute } from './route.ts';

/**
 * What the audit log is searched for: `actor` is part of a name or an address, `search` part of an attribute's path or
 * value, both in any case; `resource` the id of one; `request` the id of a recorded SCIM request.
 */
const filters = z.object({
  actor: z.string().max(256).optional(),
  actorKind: z.enum(['administrator', 'token', 'api-key', 'system']).optional(),
  resourceType: z.string().max(128).optional(),
  resource: z.uuid().optional(),
  operation: z.enum(['create', 'update', 'delete']).optional(),
  search: z.string().max(256).optional(),
  request: z.uuid().optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});

const path = '/organizations/:org/audit-log';

export const auditLogRoutes = {
  /** Newest first. A page may be short, even empty, and still have a `next`: one request looks through 20,000. */
  listAuditLog: defineRoute({
    id: 'listAuditLog',
    method: 'GET',
    path,
    summary: 'Who did what, attribute by attribute',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema.extend(filters.shape),
    body: noBody,
    status: 200,
    response: z.object({ entries: z.array(auditEntrySchema), next: z.string().optional() }),
  }),
  /** One line per attribute; times in ISO 8601 with the offset of the organization's time zone. */
  exportAuditLogCsv: defineTextRoute({
    id: 'exportAuditLogCsv',
    method: 'GET',
    path: `${path}/csv`,
    summary: 'The audit log as CSV',
    access: 'organization',
    params: organizationParams,
    query: filters,
    body: noBody,
    status: 200,
    responseType: 'text/csv',
  }),
  exportAuditLogJson: defineTextRoute({
    id: 'exportAuditLogJson',
    method: 'GET',
    path: `${path}/json`,
    summary: 'The audit log as one JSON list',
    access: 'organization',
    params: organizationParams,
    query: filters,
    body: noBody,
    status: 200,
    responseType: 'application/json',
  }),
} as const;
