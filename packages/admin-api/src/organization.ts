import { z } from 'zod';
import { instantSchema, noBody, noQuery, organizationParams, slugSchema } from './common.ts';
import { presetSchema } from './preset.ts';
import { defineRoute } from './route.ts';

export const organizationSchema = z.object({
  slug: slugSchema,
  name: z.string(),
  preset: presetSchema,
  createdAt: instantSchema,
});
export type Organization = z.infer<typeof organizationSchema>;

export const organizationRoutes = {
  listOrganizations: defineRoute({
    id: 'listOrganizations',
    method: 'GET',
    path: '/organizations',
    summary: 'The organizations that the caller may enter',
    access: 'administrator',
    params: z.object({}),
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ organizations: z.array(organizationSchema) }),
  }),
  /** 409 `slug_taken`. A signed-in administrator becomes organization administrator of the new one. */
  createOrganization: defineRoute({
    id: 'createOrganization',
    method: 'POST',
    path: '/organizations',
    summary: 'Create an organization with its first connection',
    access: 'administrator',
    params: z.object({}),
    query: noQuery,
    body: z.strictObject({
      slug: slugSchema,
      name: z.string().trim().min(1).max(128),
      preset: presetSchema.default('standard'),
    }),
    status: 201,
    response: organizationSchema,
  }),
  getOrganization: defineRoute({
    id: 'getOrganization',
    method: 'GET',
    path: '/organizations/:org',
    summary: 'One organization',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: organizationSchema,
  }),
} as const;
