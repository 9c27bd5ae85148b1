import { z } from 'zod';
import { instantSchema, noBody, noQuery, organizationParams, pageQuerySchema, slugSchema } from './common.ts';
import { defineRoute } from './route.ts';

/** How an account of an import stands: `linked` and `ignored` go before what it was matched as. */
export const accountStateSchema = z.enum(['new', 'exact', 'partial', 'conflict', 'linked', 'ignored']);
export type AccountState = z.infer<typeof accountStateSchema>;

/** What makes an account somebody's. Comparisons are without regard to case. */
export const matchRulesSchema = z.strictObject({
  exact: z
    .array(z.enum(['login-name', 'email']))
    .max(2)
    .default(['login-name', 'email']),
  partial: z
    .array(z.enum(['name', 'login-name-prefix']))
    .max(2)
    .default(['name', 'login-name-prefix']),
});

export const appImportSchema = z.object({
  state: z.enum(['running', 'finished', 'failed']),
  /** Accounts that were read, and how many there are as far as the application says. */
  accounts: z.int(),
  total: z.int().exactOptional(),
  startedAt: instantSchema,
  finishedAt: instantSchema.exactOptional(),
  /** Why it failed, or why it waits before it goes on. */
  error: z.string().exactOptional(),
  counts: z.record(accountStateSchema, z.int()),
});
export type AppImport = z.infer<typeof appImportSchema>;

export const importedAccountSchema = z.object({
  /** The account's id at the application. */
  id: z.string(),
  userName: z.string(),
  displayName: z.string(),
  email: z.string(),
  active: z.boolean(),
  state: accountStateSchema,
  /** Of a linked account: whose it is; else whose it may be. */
  candidates: z.array(z.object({ userId: z.string(), loginName: z.string(), displayName: z.string() })).readonly(),
});
export type ImportedAccount = z.infer<typeof importedAccountSchema>;

const account = z.string().min(1).max(1000);

/** `link`: the account is this user's. `create`: a user of the directory is made of it. `ignore`: passed over from now on. */
export const importDecisionSchema = z.discriminatedUnion('action', [
  z.strictObject({ account, action: z.literal('link'), user: z.string().min(1).max(128) }),
  z.strictObject({ account, action: z.enum(['create', 'ignore', 'restore']) }),
]);
export type ImportDecision = z.infer<typeof importDecisionSchema>;

export const importRefusalSchema = z.enum([
  'account_unknown',
  'user_unknown',
  'account_linked',
  'user_linked',
  'login_name_taken',
  'refused',
]);
export type ImportRefusal = z.infer<typeof importRefusalSchema>;

const params = organizationParams.extend({ application: slugSchema });
const path = '/organizations/:org/applications/:application/import';

export const appImportRoutes = {
  getAppImport: defineRoute({
    id: 'getAppImport',
    method: 'GET',
    path,
    summary: 'The last import from an application, with its progress',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ import: appImportSchema.exactOptional() }),
  }),
  /** Only reads are sent. 409 `request_running`; 409 `credentials_missing`; 409 `not_offered`. */
  startAppImport: defineRoute({
    id: 'startAppImport',
    method: 'POST',
    path,
    summary: 'Read the users of an application and match them with the directory, in the background',
    access: 'organization',
    params,
    query: noQuery,
    body: matchRulesSchema,
    status: 202,
    response: z.object({ import: appImportSchema.exactOptional() }),
  }),
  /** Ordered by login name. */
  listImportedAccounts: defineRoute({
    id: 'listImportedAccounts',
    method: 'GET',
    path: `${path}/accounts`,
    summary: 'Accounts of the last import, with whom each may belong to',
    access: 'organization',
    params,
    query: pageQuerySchema.extend({ search: z.string().max(256).optional(), state: accountStateSchema.optional() }),
    body: noBody,
    status: 200,
    response: z.object({ accounts: z.array(importedAccountSchema).readonly(), next: z.string().optional() }),
  }),
  /** To make users takes `directory:write`, too. Accounts by name, or up to a thousand exact matches; `more` says whether there are any left. Nothing is created at the application. */
  decideAppImport: defineRoute({
    id: 'decideAppImport',
    method: 'POST',
    path: `${path}/decisions`,
    summary: 'Confirm matches, make users of accounts, or ignore them',
    access: 'organization',
    params,
    query: noQuery,
    body: z.union([
      z.strictObject({ decisions: z.array(importDecisionSchema).min(1).max(1000) }),
      z.strictObject({ all: z.literal('exact') }),
    ]),
    status: 200,
    response: z.object({
      linked: z.int(),
      created: z.int(),
      ignored: z.int(),
      refused: z.array(z.object({ account: z.string(), reason: importRefusalSchema })),
      more: z.boolean(),
    }),
  }),
} as const;
