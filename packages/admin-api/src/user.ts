import { z } from 'zod';
import { extensionsBodySchema, extensionsSchema } from './extension-values.ts';
import { fieldSentences } from './field-issue.ts';
import { codedSchema, idSchema } from './coded.ts';
import { instantSchema, noBody, noContent, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { defineRoute } from './route.ts';
import { mostServices, serviceCodeSchema } from './service.ts';
import { profileFieldShape, profileShape, userFields } from './user-fields.ts';
import { userFilterShape, userSortSchema } from './user-filter.ts';

/** Where a user stands in the lifecycle, in Okta's words; `active` is true of active users alone. */
export const userStatusSchema = z.enum(['staged', 'active', 'suspended', 'deactivated']);
export type UserStatus = z.infer<typeof userStatusSchema>;

/** A person of the directory, in the console's words; lengths after the cybozu.com User API. */
export const userSchema = z.object({
  id: z.string(),
  loginName: z.string(),
  displayName: z.string(),
  surname: z.string(),
  givenName: z.string(),
  email: z.string(),
  active: z.boolean(),
  status: userStatusSchema,
  externalId: z.string().optional(),
  ...profileShape,
  extensions: extensionsSchema,
  /** An identity provider manages the user: a connection is linked with it. `managedBy` are the connections' names. */
  managed: z.boolean(),
  managedBy: z.array(z.string()),
  /** What the rules of those connections leave to the identity provider: refused here, `managed_by_identity_provider`. */
  locked: z.array(z.enum(userFields)),
  /** The preferred one first. */
  departments: z.array(codedSchema.extend({ jobTitle: codedSchema.nullable() })),
  /** By name. */
  groups: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** Each once. Their names are those of `listServices`. */
  availableServices: z.array(serviceCodeSchema),
  createdAt: instantSchema,
  modifiedAt: instantSchema,
});
export type User = z.infer<typeof userSchema>;

export const loginNameSchema = z.string().trim().min(1).max(128);
const email = z.union([
  z.literal(''),
  z
    .string()
    .trim()
    .max(256)
    .regex(/^[^\s@]+@[^\s@]+$/, { error: fieldSentences.not_an_email }),
]);
const fields = {
  displayName: z.string().trim().min(1).max(128),
  surname: z.string().trim().max(64).optional(),
  givenName: z.string().trim().max(64).optional(),
  email: email.optional(),
  ...profileFieldShape,
  extensions: extensionsBodySchema.optional(),
  /** All of them, in any order. */
  availableServices: z.array(serviceCodeSchema).max(mostServices).optional(),
  /** All of them by id, the preferred one first. Without `jobTitle` the title held there stays; null takes it away. */
  departments: z
    .array(z.strictObject({ department: idSchema, jobTitle: idSchema.nullable().optional() }))
    .max(100)
    .optional(),
  /** All of them, by id. */
  groups: z.array(idSchema).max(1000).optional(),
};
export const createUserSchema = z.strictObject({
  loginName: loginNameSchema,
  ...fields,
  active: z.boolean().default(true),
  /** Not active until somebody activates the user; in place of `active`. */
  staged: z.boolean().optional(),
});
export const updateUserSchema = z.strictObject({
  loginName: loginNameSchema.optional(),
  ...fields,
  displayName: fields.displayName.optional(),
  active: z.boolean().optional(),
});

const userParams = organizationParams.extend({ user: z.string().min(1).max(128) });

export const userRoutes = {
  /** `total` counts all that match. */
  listUsers: defineRoute({
    id: 'listUsers',
    method: 'GET',
    path: '/organizations/:org/users',
    summary: 'Users of the directory',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema.extend({
      ...userFilterShape,
      sort: userSortSchema.default('loginName'),
      order: z.enum(['ascending', 'descending']).default('ascending'),
    }),
    body: noBody,
    status: 200,
    response: z.object({ users: z.array(userSchema), total: z.int(), next: z.string().optional() }),
  }),
  /** 409 `login_name_taken`; `value_taken` for a value of an extension that has to be unique. */
  createUser: defineRoute({
    id: 'createUser',
    method: 'POST',
    path: '/organizations/:org/users',
    summary: 'Add a user',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: createUserSchema,
    status: 201,
    response: userSchema,
  }),
  getUser: defineRoute({
    id: 'getUser',
    method: 'GET',
    path: '/organizations/:org/users/:user',
    summary: 'One user',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: userSchema,
  }),
  /** Members that are absent stay as they are; an empty string or list clears. 409 `login_name_taken`, `value_taken`. */
  updateUser: defineRoute({
    id: 'updateUser',
    method: 'PATCH',
    path: '/organizations/:org/users/:user',
    summary: 'Edit, deactivate or activate a user',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: updateUserSchema,
    status: 200,
    response: userSchema,
  }),
  deleteUser: defineRoute({
    id: 'deleteUser',
    method: 'DELETE',
    path: '/organizations/:org/users/:user',
    summary: 'Delete a user',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
} as const;
