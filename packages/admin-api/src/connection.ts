import { z } from 'zod';
import { instantSchema, noBody, noContent, noQuery } from './common.ts';
import { connectionParams, connectionPath } from './connection-path.ts';
import { presetSchema } from './preset.ts';
import { networksSchema } from './networks.ts';
import { defineRoute } from './route.ts';

/** One inbound link. `refusedWhileOff` counts the writes refused since propagation was last switched off. */
export const connectionSchema = z.object({
  slug: z.string(),
  name: z.string(),
  preset: presetSchema,
  endpoint: z.url(),
  /** The same endpoint at the organization's own host; absent without a base domain. */
  hostEndpoint: z.url().optional(),
  propagation: z.boolean(),
  refusedWhileOff: z.int(),
  lastRequestAt: instantSchema.optional(),
});
export type Connection = z.infer<typeof connectionSchema>;

/** `prefix` is the beginning of the secret, enough to recognise a token by; the secret itself is shown once. */
export const apiTokenSchema = z.object({
  id: z.string(),
  prefix: z.string(),
  notes: z.string(),
  createdAt: instantSchema,
  createdBy: z.string(),
  expiresAt: instantSchema.optional(),
  enabled: z.boolean(),
  state: z.enum(['usable', 'disabled', 'expired']),
  lastUsedAt: instantSchema.optional(),
  lastUsedAddress: z.string().optional(),
  lastUsedClient: z.string().optional(),
  /** From which the token may be used, in CIDR notation; none: from anywhere. */
  networks: z.array(z.string()),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** The answer that carries the secret; no other answer ever does. */
export const createdApiTokenSchema = z.object({
  id: z.string(),
  token: z.string(),
  endpoint: z.url(),
  notes: z.string(),
  expiresAt: instantSchema.optional(),
});
export type CreatedApiToken = z.infer<typeof createdApiTokenSchema>;

/** `toLink` are linked as soon as they are sent; `conflicts` need an administrator; `refused` may not be written. */
export const propagationPreviewSchema = z.object({
  linked: z.int(),
  toLink: z.int(),
  conflicts: z.int(),
  refused: z.int(),
  tombstoned: z.int(),
  refusedWhileOff: z.int(),
});
export type PropagationPreview = z.infer<typeof propagationPreviewSchema>;

/** Days of validity, a last instant, or `never`. */
export const validitySchema = z.union([
  z.strictObject({ days: z.int().min(1).max(3650) }),
  z.strictObject({ until: instantSchema }),
  z.literal('never'),
]);
export type Validity = z.infer<typeof validitySchema>;

const notesSchema = z.string().trim().max(1000);
const tokenParams = connectionParams.extend({ token: z.string().min(1).max(64) });

export const connectionRoutes = {
  /** The first connection of an organization has the slug `default`. */
  getConnection: defineRoute({
    id: 'getConnection',
    method: 'GET',
    path: connectionPath,
    summary: 'One connection',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: connectionSchema,
  }),
  /** What switching on would mean; see `setPropagation`. */
  previewPropagation: defineRoute({
    id: 'previewPropagation',
    method: 'GET',
    path: `${connectionPath}/propagation/preview`,
    summary: 'What switching "Propagate provisioning" on would mean for the users there are',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: propagationPreviewSchema,
  }),
  /** `releaseTombstones`, when switching on: users deleted here may be created again. */
  setPropagation: defineRoute({
    id: 'setPropagation',
    method: 'PUT',
    path: `${connectionPath}/propagation`,
    summary: 'Switch "Propagate provisioning" on or off',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: z.strictObject({ propagation: z.boolean(), releaseTombstones: z.boolean().optional() }),
    status: 200,
    response: connectionSchema,
  }),
  /** Newest first. */
  listApiTokens: defineRoute({
    id: 'listApiTokens',
    method: 'GET',
    path: `${connectionPath}/tokens`,
    summary: 'API tokens of a connection',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ tokens: z.array(apiTokenSchema) }),
  }),
  createApiToken: defineRoute({
    id: 'createApiToken',
    method: 'POST',
    path: `${connectionPath}/tokens`,
    summary: 'Create an API token; the answer shows it once',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: z.strictObject({
      notes: notesSchema,
      validity: validitySchema,
      networks: networksSchema.default([]),
    }),
    status: 201,
    response: createdApiTokenSchema,
  }),
  changeApiToken: defineRoute({
    id: 'changeApiToken',
    method: 'PATCH',
    path: `${connectionPath}/tokens/:token`,
    summary: 'Disable or enable an API token, or change its notes or networks',
    access: 'organization',
    params: tokenParams,
    query: noQuery,
    body: z.strictObject({
      enabled: z.boolean().optional(),
      notes: notesSchema.optional(),
      networks: networksSchema.optional(),
    }),
    status: 200,
    response: apiTokenSchema,
  }),
  /** 409 `token_not_disabled`: only a disabled token can be deleted. */
  deleteApiToken: defineRoute({
    id: 'deleteApiToken',
    method: 'DELETE',
    path: `${connectionPath}/tokens/:token`,
    summary: 'Delete a disabled API token',
    access: 'organization',
    params: tokenParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
