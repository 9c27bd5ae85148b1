import { z } from 'zod';
import { idSchema } from './coded.ts';
import { noQuery, organizationParams } from './common.ts';
import { jobSchema } from './job.ts';
import { defineRoute } from './route.ts';
import { bulkActionSchema } from './user-bulk-action.ts';
import { userFilterShape } from './user-filter.ts';

/** Users that one request names at most; a filter may mean any number. */
const mostNamed = 10_000;

export const userBulkRoutes = {
  /**
   * Either `users` by id, or all who match a filter as the directory is now: whoever comes later is not touched.
   * 409 `limit_reached` where 20 jobs wait or run.
   */
  bulkUsers: defineRoute({
    id: 'bulkUsers',
    method: 'POST',
    path: '/organizations/:org/users/bulk',
    summary: 'Do one thing to many users, as a job',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      action: bulkActionSchema,
      selection: z.union([
        z.strictObject({ users: z.array(idSchema).min(1).max(mostNamed) }),
        z.strictObject({ matching: z.strictObject(userFilterShape) }),
      ]),
    }),
    status: 202,
    response: jobSchema,
  }),
} as const;
