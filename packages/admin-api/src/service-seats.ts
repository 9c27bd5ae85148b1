import { z } from 'zod';
import { fieldSentences } from './field-issue.ts';
import { idSchema, nameSchema } from './coded.ts';
import { noBody, noContent, noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';
import { namedServiceSchema } from './service.ts';

/**
 * A service and who has it. Active users take a seat each: `taken` of `seats`, or of as many as there are for null.
 * `users` counts the inactive ones, too.
 */
export const serviceUseSchema = namedServiceSchema.extend({
  seats: z.int().nullable(),
  taken: z.int(),
  users: z.int(),
});
export type ServiceUse = z.infer<typeof serviceUseSchema>;

const seatsSchema = z.int().min(0).max(1_000_000).nullable();
const path = '/organizations/:org/services';
const serviceParams = organizationParams.extend({ service: idSchema });

export const serviceRoutes = {
  /** In the organization's order. Who has a service are the users that `listUsers` finds by it. */
  listServices: defineRoute({
    id: 'listServices',
    method: 'GET',
    path,
    summary: 'Services, their seats and how many are taken',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ services: z.array(serviceUseSchema) }),
  }),
  /**
   * At the end of the list; over SCIM users can be given it at once. The code never changes: lower-case letters, digits
   * and `_`, beginning with a letter. 409 `code_taken`, `limit_reached`.
   */
  createService: defineRoute({
    id: 'createService',
    method: 'POST',
    path,
    summary: 'Add a service',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      code: z
        .string()
        .trim()
        .regex(/^[a-z][a-z0-9_]{0,63}$/, { error: fieldSentences.not_a_service_code }),
      name: nameSchema,
      seats: seatsSchema.default(null),
    }),
    status: 201,
    response: serviceUseSchema,
  }),
  /**
   * Beyond the seats nobody is given the service, nor activated with it: `no_seat` (409) here, 400 `invalidValue` over
   * SCIM. Fewer seats than are taken take it from nobody. Null: no limit. Members that are absent stay as they are.
   */
  updateService: defineRoute({
    id: 'updateService',
    method: 'PATCH',
    path: `${path}/:service`,
    summary: 'Rename a service, or limit its seats',
    access: 'organization',
    params: serviceParams,
    query: noQuery,
    body: z.strictObject({ name: nameSchema.optional(), seats: seatsSchema.optional() }),
    status: 200,
    response: serviceUseSchema,
  }),
  /**
   * `users`: `take` it from everybody who has it, each an entry of the audit log, or `refuse` (409 `service_in_use`)
   * while somebody has it.
   */
  deleteService: defineRoute({
    id: 'deleteService',
    method: 'DELETE',
    path: `${path}/:service`,
    summary: 'Remove a service',
    access: 'organization',
    params: serviceParams,
    query: z.object({ users: z.enum(['refuse', 'take']).default('refuse') }),
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
