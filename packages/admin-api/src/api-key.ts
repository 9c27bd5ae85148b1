import { z } from 'zod';
import { instantSchema, noBody, noContent, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { validitySchema } from './connection.ts';
import { defineRoute } from './route.ts';
import { scopeSchema } from './scope.ts';

/** What automation signs in with. `prefix` is the beginning of the secret, which itself is shown once. */
export const apiKeySchema = z.object({
  id: z.string(),
  prefix: z.string(),
  notes: z.string(),
  scopes: z.array(scopeSchema),
  createdAt: instantSchema,
  createdBy: z.string(),
  expiresAt: instantSchema.optional(),
  enabled: z.boolean(),
  state: z.enum(['usable', 'disabled', 'expired']),
  lastUsedAt: instantSchema.optional(),
  lastUsedAddress: z.string().optional(),
  lastUsedClient: z.string().optional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** The answer that carries the secret; no other answer ever does. */
export const createdApiKeySchema = z.object({
  id: z.string(),
  key: z.string(),
  notes: z.string(),
  scopes: z.array(scopeSchema),
  expiresAt: instantSchema.optional(),
});
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

const keyParams = organizationParams.extend({ key: z.string().min(1).max(64) });
const keysPath = '/organizations/:org/api-keys';

export const apiKeyRoutes = {
  /** Newest first. */
  listApiKeys: defineRoute({
    id: 'listApiKeys',
    method: 'GET',
    path: keysPath,
    summary: 'API keys of an organization',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema,
    body: noBody,
    status: 200,
    response: z.object({ apiKeys: z.array(apiKeySchema), next: z.string().optional() }),
  }),
  /** 403 `scope_missing` for a scope that the caller does not have. */
  createApiKey: defineRoute({
    id: 'createApiKey',
    method: 'POST',
    path: keysPath,
    summary: 'Create an API key; the answer shows it this once',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      notes: z.string().max(1000),
      validity: validitySchema,
      scopes: z.array(scopeSchema).min(1).max(32),
    }),
    status: 201,
    response: createdApiKeySchema,
  }),
  setApiKeyEnabled: defineRoute({
    id: 'setApiKeyEnabled',
    method: 'PATCH',
    path: `${keysPath}/:key`,
    summary: 'Disable or enable an API key',
    access: 'organization',
    params: keyParams,
    query: noQuery,
    body: z.strictObject({ enabled: z.boolean() }),
    status: 200,
    response: apiKeySchema,
  }),
  /** 409 `api_key_not_disabled`: only a disabled key can be deleted. */
  deleteApiKey: defineRoute({
    id: 'deleteApiKey',
    method: 'DELETE',
    path: `${keysPath}/:key`,
    summary: 'Delete a disabled API key',
    access: 'organization',
    params: keyParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
