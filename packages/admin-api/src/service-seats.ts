import { z } from 'zod';
import { idSchema } from './coded.ts';
import { noBody, noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';
import { serviceCodeSchema } from './service.ts';

/**
 * A service and who has it. Active users take a seat each: `taken` of `seats`, or of as many as there are for null.
 * `users` counts the inactive ones, too.
 */
export const serviceUseSchema = z.object({
  code: serviceCodeSchema,
  seats: z.int().nullable(),
  taken: z.int(),
  users: z.int(),
});
export type ServiceUse = z.infer<typeof serviceUseSchema>;

export const serviceRoutes = {
  /** Who has a service are the users that `listUsers` finds by it. */
  listServices: defineRoute({
    id: 'listServices',
    method: 'GET',
    path: '/organizations/:org/services',
    summary: 'Services, their seats and how many are taken',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ services: z.array(serviceUseSchema) }),
  }),
  /**
   * Beyond the seats nobody is given the service, nor activated with it: `no_seat` (409) here, 400 `invalidValue` over
   * SCIM. Fewer seats than are taken take it from nobody. Null: no limit.
   */
  setServiceSeats: defineRoute({
    id: 'setServiceSeats',
    method: 'PUT',
    path: '/organizations/:org/services/:service',
    summary: 'Limit the seats of a service',
    access: 'organization',
    params: organizationParams.extend({ service: idSchema }),
    query: noQuery,
    body: z.strictObject({ seats: z.int().min(0).max(1_000_000).nullable() }),
    status: 200,
    response: serviceUseSchema,
  }),
} as const;
