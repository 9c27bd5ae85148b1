import { z } from 'zod';
import { fieldSentences } from './field-issue.ts';
import { instantSchema, noBody, noContent, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { defineRoute } from './route.ts';
import { entryRoleSchema, roleSchema, sessionSchema } from './session.ts';

/** Somebody with a role in the organization. `suspended`: the linked user of the directory is inactive. */
export const administratorSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  state: z.enum(['active', 'suspended']),
  /** The user of the directory with whom the role rests and ends. */
  user: z.object({ id: z.string(), loginName: z.string(), displayName: z.string() }).optional(),
  /** This is who asks. */
  own: z.boolean(),
});
export type Administrator = z.infer<typeof administratorSchema>;

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: entryRoleSchema,
  createdAt: instantSchema,
  createdBy: z.string(),
  expiresAt: instantSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

/** Compared in lower case. */
export const emailAddressSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(256)
  .regex(/^[^\s@]+@[^\s@]+$/, { error: fieldSentences.not_an_email });
const password = z.string().min(12, { error: 'Use at least 12 characters.' }).max(256);

const administratorsPath = '/organizations/:org/administrators';
const invitationsPath = '/organizations/:org/invitations';
const administratorParams = organizationParams.extend({ administrator: z.string().min(1).max(64) });

export const administratorRoutes = {
  /** By e-mail address. */
  listAdministrators: defineRoute({
    id: 'listAdministrators',
    method: 'GET',
    path: administratorsPath,
    summary: 'Administrators of an organization',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema,
    body: noBody,
    status: 200,
    response: z.object({ administrators: z.array(administratorSchema), next: z.string().optional() }),
  }),
  /** 409 `last_administrator`. `user: null` takes the link to a user of the directory away. */
  updateAdministrator: defineRoute({
    id: 'updateAdministrator',
    method: 'PATCH',
    path: `${administratorsPath}/:administrator`,
    summary: 'Change the role of an administrator, or the user of the directory it is tied to',
    access: 'organization',
    params: administratorParams,
    query: noQuery,
    body: z.strictObject({ role: roleSchema.optional(), user: z.string().max(64).nullable().optional() }),
    status: 200,
    response: administratorSchema,
  }),
  /** 409 `last_administrator`. Ends the sessions and the API keys of the administrator at once. */
  removeAdministrator: defineRoute({
    id: 'removeAdministrator',
    method: 'DELETE',
    path: `${administratorsPath}/:administrator`,
    summary: 'Take the role of an administrator away',
    access: 'organization',
    params: administratorParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** Newest first, those that can still be accepted. */
  listInvitations: defineRoute({
    id: 'listInvitations',
    method: 'GET',
    path: invitationsPath,
    summary: 'Open invitations of administrators',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema,
    body: noBody,
    status: 200,
    response: z.object({ invitations: z.array(invitationSchema), next: z.string().optional() }),
  }),
  /** `link` is shown this once; it works for seven days. */
  createInvitation: defineRoute({
    id: 'createInvitation',
    method: 'POST',
    path: invitationsPath,
    summary: 'Invite an administrator',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({ email: emailAddressSchema, role: roleSchema, user: z.string().max(64).optional() }),
    status: 201,
    response: invitationSchema.extend({ link: z.url() }),
  }),
  withdrawInvitation: defineRoute({
    id: 'withdrawInvitation',
    method: 'DELETE',
    path: `${invitationsPath}/:invitation`,
    summary: 'Withdraw an invitation',
    access: 'organization',
    params: organizationParams.extend({ invitation: z.string().min(1).max(64) }),
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** 404 for a link that was used, withdrawn or has expired. */
  readInvitation: defineRoute({
    id: 'readInvitation',
    method: 'POST',
    path: '/invitation/read',
    summary: 'What an invitation is for',
    access: 'public',
    params: z.object({}),
    query: noQuery,
    body: z.strictObject({ token: z.string().min(1).max(256) }),
    status: 200,
    response: z.object({ organization: z.string(), email: z.string(), role: entryRoleSchema }),
  }),
  /**
   * Makes the account with name and password and signs in. 409 `sign_in_first` where an account with the e-mail address
   * exists: whoever is signed in with it sends the token alone.
   */
  acceptInvitation: defineRoute({
    id: 'acceptInvitation',
    method: 'POST',
    path: '/invitation/accept',
    summary: 'Accept an invitation',
    access: 'public',
    params: z.object({}),
    query: noQuery,
    body: z.strictObject({
      token: z.string().min(1).max(256),
      account: z.strictObject({ name: z.string().trim().min(1).max(128), password }).optional(),
    }),
    status: 200,
    response: sessionSchema,
  }),
} as const;
