import { z } from 'zod';
import { idSchema } from './coded.ts';
import { noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';
import { userSchema } from './user.ts';

export const userStatusRoutes = {
  /**
   * `suspend` is for active users, `unsuspend` for suspended ones: 400 otherwise. What a user is already is no error.
   * 409 `managed_by_identity_provider` as for any edit of `active`.
   */
  setUserStatus: defineRoute({
    id: 'setUserStatus',
    method: 'POST',
    path: '/organizations/:org/users/:user/status',
    summary: 'Activate, suspend, unsuspend or deactivate a user',
    access: 'organization',
    params: organizationParams.extend({ user: idSchema }),
    query: noQuery,
    body: z.strictObject({ action: z.enum(['activate', 'suspend', 'unsuspend', 'deactivate']) }),
    status: 200,
    response: userSchema,
  }),
} as const;
