import { z } from 'zod';
import { emailAddressSchema, invitationSchema } from './administrator.ts';
import { idSchema } from './coded.ts';
import { organizationParams, noQuery } from './common.ts';
import { defineRoute } from './route.ts';

export const userInvitationRoutes = {
  /**
   * Invites somebody of the directory to their own page, where they administer nothing. `email` is that of the user
   * where it is absent. 409 `account_exists` where the address or the user enters the organization already, 400 for a
   * user who is not active or has no e-mail address. `link` is shown this once; it works for seven days.
   */
  inviteUser: defineRoute({
    id: 'inviteUser',
    method: 'POST',
    path: '/organizations/:org/users/:user/invitation',
    summary: 'Invite a user to their own page',
    access: 'organization',
    params: organizationParams.extend({ user: idSchema }),
    query: noQuery,
    body: z.strictObject({ email: emailAddressSchema.optional() }),
    status: 201,
    response: invitationSchema.extend({ link: z.url() }),
  }),
} as const;
