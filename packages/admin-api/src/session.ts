import { z } from 'zod';
import { noBody, noContent, noQuery, slugSchema } from './common.ts';
import { defineRoute } from './route.ts';
import { scopeSchema } from './scope.ts';

/** The languages of the console. */
export const languageSchema = z.enum(['en', 'es', 'ja']);

/** What an administrator may do in an organization. */
export const roleSchema = z.enum(['organization_administrator', 'users_administrator', 'auditor']);
export type Role = z.infer<typeof roleSchema>;

/** With what somebody enters an organization: a role, or `user` for who has their own page alone and no scope. */
export const entryRoleSchema = z.enum([...roleSchema.options, 'user']);

/**
 * Who is signed in. `organizations` are those that may be entered, by name; `scopes` is all that the
 * role allows there.
 */
export const sessionSchema = z.object({
  administrator: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    /** That of the console; absent: the browser's. */
    language: languageSchema.optional(),
  }),
  organizations: z.array(
    z.object({
      slug: slugSchema,
      name: z.string(),
      role: entryRoleSchema,
      scopes: z.array(scopeSchema),
      /** That its dates are shown in; absent: the browser's. */
      timeZone: z.string().optional(),
    }),
  ),
});
export type Session = z.infer<typeof sessionSchema>;

const none = z.object({});

export const sessionRoutes = {
  /** `singleSignOn` is the address to go to for single sign-on; absent where the server has none. */
  getSignInMethods: defineRoute({
    id: 'getSignInMethods',
    method: 'GET',
    path: '/session/methods',
    summary: 'The ways to sign in',
    access: 'public',
    params: none,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ singleSignOn: z.string().optional() }),
  }),
  /** Sets the session cookie. 401 `code_needed` where a code of an authenticator app is to follow (`signInWithCode`). 401 `wrong_sign_in` says nothing about which of the two was wrong. */
  signIn: defineRoute({
    id: 'signIn',
    method: 'POST',
    path: '/session',
    summary: 'Sign in',
    access: 'public',
    params: none,
    query: noQuery,
    body: z.strictObject({ email: z.string().min(1).max(256), password: z.string().min(1).max(256) }),
    status: 200,
    response: sessionSchema,
  }),
  getSession: defineRoute({
    id: 'getSession',
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: noBody,
    status: 200,
    response: sessionSchema,
  }),
  signOut: defineRoute({
    id: 'signOut',
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
