import { z } from 'zod';
import { instantSchema, noBody, noContent, noQuery } from './common.ts';
import { defineRoute } from './route.ts';
import { namedServiceSchema } from './service.ts';
import { languageSchema, sessionSchema } from './session.ts';
import { ownUserFields, profileFieldShape, profileShape } from './user-fields.ts';
import { loginNameSchema } from './user.ts';

/** What the browser's WebAuthn interface takes and gives (W3C Web Authentication §5.1); checked by the library. */
const webAuthn = z.record(z.string(), z.unknown());
/** A response of the browser; the library checks the rest. */
const credential = z.looseObject({ id: z.string().min(1).max(1024) });

const password = z.string().min(1).max(256);
const newPassword = z.string().min(12, { error: 'Use at least 12 characters.' }).max(256);
const code = z.string().trim().min(6).max(32);
const none = z.object({});
const passkeyName = z.string().trim().min(1).max(64);

/** What people may change of themselves, as it is read. */
const ownFieldShape = {
  phone: profileShape.phone,
  mobilePhone: profileShape.mobilePhone,
  extensionNumber: profileShape.extensionNumber,
  timeZone: profileShape.timeZone,
};

/** The signed-in administrator's own account. */
export const accountSchema = z.object({
  name: z.string(),
  email: z.string(),
  /** That of the console; absent: the browser's. */
  language: languageSchema.optional(),
  totp: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), createdAt: instantSchema, lastUsedAt: instantSchema.optional() }),
  ),
  /** Newest first. */
  sessions: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      address: z.string().optional(),
      client: z.string().optional(),
      createdAt: instantSchema,
      expiresAt: instantSchema,
    }),
  ),
  /** The users of directories that the account is tied to. */
  users: z.array(
    z.object({
      id: z.string(),
      organization: z.string(),
      loginName: z.string(),
      displayName: z.string(),
      availableServices: z.array(namedServiceSchema),
      ...ownFieldShape,
      /** What the rules of the connections that manage the user leave to the identity provider. */
      locked: z.array(z.enum(ownUserFields)),
    }),
  ),
});
export type Account = z.infer<typeof accountSchema>;

/** Every route here is for a person: an API key has no account. */
export const accountRoutes = {
  /** The second step after `signIn` answered 401 `code_needed`: a code of the authenticator app or a backup code. */
  signInWithCode: defineRoute({
    id: 'signInWithCode',
    method: 'POST',
    path: '/session/code',
    summary: 'Sign in, second step: the code',
    access: 'public',
    params: none,
    query: noQuery,
    body: z.strictObject({ code }),
    status: 200,
    response: sessionSchema,
  }),
  offerPasskeySignIn: defineRoute({
    id: 'offerPasskeySignIn',
    method: 'POST',
    path: '/session/passkey/options',
    summary: 'What the browser needs to sign in with a passkey',
    access: 'public',
    params: none,
    query: noQuery,
    body: z.strictObject({}),
    status: 200,
    response: z.object({ challenge: z.string(), options: webAuthn }),
  }),
  signInWithPasskey: defineRoute({
    id: 'signInWithPasskey',
    method: 'POST',
    path: '/session/passkey',
    summary: 'Sign in with a passkey',
    access: 'public',
    params: none,
    query: noQuery,
    body: z.strictObject({ challenge: z.string().max(64), response: credential }),
    status: 200,
    response: sessionSchema,
  }),
  getAccount: defineRoute({
    id: 'getAccount',
    method: 'GET',
    path: '/account',
    summary: 'The own account: passkeys, sessions, users of directories',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: noBody,
    status: 200,
    response: accountSchema,
  }),
  updateAccount: defineRoute({
    id: 'updateAccount',
    method: 'PATCH',
    path: '/account',
    summary: 'Change the own name or language',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({
      name: z.string().trim().min(1).max(128).optional(),
      /** Null: that of the browser. */
      language: languageSchema.nullable().optional(),
    }),
    status: 204,
    response: noContent,
  }),
  /**
   * Changes a user of a directory that the account is tied to. 409 `managed_by_identity_provider` as for anybody who
   * edits that user here; so the login name stays as it is while propagation is on.
   */
  updateOwnUser: defineRoute({
    id: 'updateOwnUser',
    method: 'PATCH',
    path: '/account/users/:user',
    summary: 'Change the own user of a directory',
    access: 'administrator',
    params: z.object({ user: z.string().min(1).max(128) }),
    query: noQuery,
    body: z.strictObject({
      loginName: loginNameSchema.optional(),
      phone: profileFieldShape.phone,
      mobilePhone: profileFieldShape.mobilePhone,
      extensionNumber: profileFieldShape.extensionNumber,
      timeZone: profileFieldShape.timeZone,
    }),
    status: 204,
    response: noContent,
  }),
  /** 401 `wrong_sign_in` for a wrong present password. Ends every other session. */
  changePassword: defineRoute({
    id: 'changePassword',
    method: 'PUT',
    path: '/account/password',
    summary: 'Change the own password',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({ current: password, wanted: newPassword }),
    status: 204,
    response: noContent,
  }),
  /** `uri` is what an authenticator app reads. It counts once `confirmTotp` was given a code. */
  prepareTotp: defineRoute({
    id: 'prepareTotp',
    method: 'POST',
    path: '/account/totp',
    summary: 'Begin with codes of an authenticator app',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({ password }),
    status: 200,
    response: z.object({ uri: z.string(), backupCodes: z.array(z.string()) }),
  }),
  confirmTotp: defineRoute({
    id: 'confirmTotp',
    method: 'POST',
    path: '/account/totp/confirm',
    summary: 'Ask for codes of an authenticator app from now on',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({ code }),
    status: 204,
    response: noContent,
  }),
  disableTotp: defineRoute({
    id: 'disableTotp',
    method: 'POST',
    path: '/account/totp/disable',
    summary: 'Ask for no codes any more',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({ password }),
    status: 204,
    response: noContent,
  }),
  offerPasskey: defineRoute({
    id: 'offerPasskey',
    method: 'POST',
    path: '/account/passkeys/options',
    summary: 'What the browser needs to make a passkey',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({}),
    status: 200,
    response: z.object({ challenge: z.string(), options: webAuthn }),
  }),
  addPasskey: defineRoute({
    id: 'addPasskey',
    method: 'POST',
    path: '/account/passkeys',
    summary: 'Keep a passkey that the browser made',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: z.strictObject({ challenge: z.string().max(64), name: passkeyName, response: credential }),
    status: 204,
    response: noContent,
  }),
  deletePasskey: defineRoute({
    id: 'deletePasskey',
    method: 'DELETE',
    path: '/account/passkeys/:passkey',
    summary: 'Delete a passkey',
    access: 'administrator',
    params: z.object({ passkey: z.string().min(1).max(1024) }),
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  endSession: defineRoute({
    id: 'endSession',
    method: 'DELETE',
    path: '/account/sessions/:session',
    summary: 'End one of the own sessions',
    access: 'administrator',
    params: z.object({ session: z.string().min(1).max(64) }),
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  endAllSessions: defineRoute({
    id: 'endAllSessions',
    method: 'DELETE',
    path: '/account/sessions',
    summary: 'Sign out everywhere',
    access: 'administrator',
    params: none,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
