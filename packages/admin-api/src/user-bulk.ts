import { z } from 'zod';
import { idSchema } from './coded.ts';
import { noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';
import { mostServices, serviceCodeSchema } from './service.ts';
import { userFilterShape } from './user-filter.ts';

/** Users that one request works on at most. */
export const bulkSize = 500;

export const bulkActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['activate', 'deactivate', 'delete']) }),
  z.strictObject({
    kind: z.enum(['addServices', 'removeServices', 'setServices']),
    services: z.array(serviceCodeSchema).max(mostServices),
  }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** `failed` were refused, with the reason in English; the others are done nevertheless. */
export const bulkReportSchema = z.object({
  changed: z.int(),
  unchanged: z.int(),
  failed: z.array(z.object({ id: z.string(), reason: z.string() })),
  next: z.string().optional(),
});
export type BulkReport = z.infer<typeof bulkReportSchema>;

export const userBulkRoutes = {
  /**
   * Either `users` by id, or all who match a filter, {@link bulkSize} at a time: send the `next` of one answer as the
   * `cursor` of the following request until there is none. Users who come to match later are not missed if they are new.
   */
  bulkUsers: defineRoute({
    id: 'bulkUsers',
    method: 'POST',
    path: '/organizations/:org/users/bulk',
    summary: 'Do one thing to many users',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      action: bulkActionSchema,
      selection: z.union([
        z.strictObject({ users: z.array(idSchema).min(1).max(bulkSize) }),
        z.strictObject({ matching: z.strictObject(userFilterShape), cursor: z.string().max(500).optional() }),
      ]),
    }),
    status: 200,
    response: bulkReportSchema,
  }),
} as const;
