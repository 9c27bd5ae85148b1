import { z } from 'zod';
import { instantSchema, noBody, noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';

/** One hour: `refused` are answers 400–499, `failed` 500 and above. */
const healthHourSchema = z.object({
  hour: instantSchema,
  requests: z.int(),
  refused: z.int(),
  failed: z.int(),
});

export const healthSchema = z.object({
  lastRequestAt: instantSchema.optional(),
  /** No request for six hours or more. */
  silent: z.boolean(),
  /** The last 48 hours with the present one, oldest first. */
  hours: z.array(healthHourSchema),
  /** Writes of the last 24 hours, and those of them that were refused or failed. */
  writes: z.int(),
  failedWrites: z.int(),
  /** Requests of the last 24 hours that were only counted, because they came faster than the server records. */
  unrecorded: z.int(),
  /** What the quarantine rules of Microsoft Entra ID would say, and by which of them. */
  quarantine: z.object({
    state: z.enum(['clear', 'watch', 'quarantine']),
    reason: z.enum(['credentials', 'share', 'count']).optional(),
  }),
});
export type Health = z.infer<typeof healthSchema>;

export const healthRoutes = {
  getConnectionHealth: defineRoute({
    id: 'getConnectionHealth',
    method: 'GET',
    path: '/organizations/:org/connections/:connection/health',
    summary: 'How a connection is doing: last request, requests and errors per hour, quarantine',
    access: 'organization',
    params: organizationParams.extend({ connection: z.string().min(1).max(63) }),
    query: noQuery,
    body: noBody,
    status: 200,
    response: healthSchema,
  }),
} as const;
