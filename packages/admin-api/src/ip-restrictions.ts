import { z } from 'zod';
import { noBody, noQuery, organizationParams } from './common.ts';
import { networksSchema } from './networks.ts';
import { defineRoute } from './route.ts';

/** Networks in CIDR notation (`192.0.2.0/24`, `2001:db8::/32`); none means that every address is allowed. */
export const ipRestrictionsSchema = z.object({
  /** For the console and the admin API. */
  console: z.array(z.string()),
  /** For the SCIM endpoint. */
  scim: z.array(z.string()),
  /** Where this request came from. */
  yourAddress: z.string(),
});
export type IpRestrictions = z.infer<typeof ipRestrictionsSchema>;

const path = '/organizations/:org/ip-restrictions';

export const ipRestrictionRoutes = {
  getIpRestrictions: defineRoute({
    id: 'getIpRestrictions',
    method: 'GET',
    path,
    summary: 'The networks that may reach the organization',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: ipRestrictionsSchema,
  }),
  /** 409 `would_lock_out` where the caller's own address would not be allowed any more. */
  setIpRestrictions: defineRoute({
    id: 'setIpRestrictions',
    method: 'PUT',
    path,
    summary: 'Say which networks may reach the organization',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({ console: networksSchema, scim: networksSchema }),
    status: 200,
    response: ipRestrictionsSchema,
  }),
} as const;
