import { z } from 'zod';
import { instantSchema, noBody, noQuery, organizationParams, slugSchema } from './common.ts';
import { presetSchema } from './preset.ts';
import { defineRoute } from './route.ts';
import { timeZoneSchema } from './time-zone.ts';

const languageSchema = z.enum(['en', 'es', 'ja']);
const nameSchema = z.string().trim().min(1).max(128);

export const organizationSchema = z.object({
  slug: slugSchema,
  name: z.string(),
  preset: presetSchema,
  /** Of the mails that its administrators get; absent: the server's. */
  language: languageSchema.optional(),
  /** That its dates are shown in: an IANA name; absent: the browser's, UTC in exports and mails. */
  timeZone: z.string().optional(),
  /** Where the organization has a host of its own: `https://{slug}.{base domain}`; absent without a base domain. */
  hostUrl: z.string().optional(),
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
      name: nameSchema,
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
  /**
   * What is not given stays. With another `slug` every address of the organization changes at once, the SCIM endpoint's
   * too, and the old ones lead nowhere. 409 `slug_taken`.
   */
  changeOrganization: defineRoute({
    id: 'changeOrganization',
    method: 'PATCH',
    path: '/organizations/:org',
    summary: 'Change the name, the address, the language or the time zone of an organization',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      name: nameSchema.optional(),
      slug: slugSchema.optional(),
      /** `null`: the server's. */
      language: languageSchema.nullable().optional(),
      /** `null`: the browser's, UTC in exports and mails. */
      timeZone: timeZoneSchema.nullable().optional(),
    }),
    status: 200,
    response: organizationSchema,
  }),
} as const;
