import { z } from 'zod';
import { codedSchema, idSchema } from './coded.ts';
import { instantSchema, noBody, noContent, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { defineRoute } from './route.ts';
import { serviceCodes, serviceCodeSchema } from './service.ts';

/** A person of the directory, in the console's words; lengths after the cybozu.com User API. */
export const userSchema = z.object({
  id: z.string(),
  loginName: z.string(),
  displayName: z.string(),
  surname: z.string(),
  givenName: z.string(),
  email: z.string(),
  active: z.boolean(),
  externalId: z.string().optional(),
  /** The preferred one first. */
  departments: z.array(codedSchema.extend({ jobTitle: codedSchema.nullable() })),
  /** By name. */
  groups: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** Each once, in the order of `serviceCodes`. */
  availableServices: z.array(serviceCodeSchema),
  createdAt: instantSchema,
  modifiedAt: instantSchema,
});
export type User = z.infer<typeof userSchema>;

const loginName = z.string().trim().min(1).max(128);
const email = z.union([
  z.literal(''),
  z
    .string()
    .trim()
    .max(256)
    .regex(/^[^\s@]+@[^\s@]+$/, { error: 'This is not an e-mail address.' }),
]);
const fields = {
  displayName: z.string().trim().min(1).max(128),
  surname: z.string().trim().max(64).optional(),
  givenName: z.string().trim().max(64).optional(),
  email: email.optional(),
  /** All of them, in any order. */
  availableServices: z.array(serviceCodeSchema).max(serviceCodes.length).optional(),
  /** All of them by id, the preferred one first. Without `jobTitle` the title held there stays; null takes it away. */
  departments: z
    .array(z.strictObject({ department: idSchema, jobTitle: idSchema.nullable().optional() }))
    .max(100)
    .optional(),
  /** All of them, by id. */
  groups: z.array(idSchema).max(1000).optional(),
};
export const createUserSchema = z.strictObject({ loginName, ...fields, active: z.boolean().default(true) });
export const updateUserSchema = z.strictObject({
  loginName: loginName.optional(),
  ...fields,
  displayName: fields.displayName.optional(),
  active: z.boolean().optional(),
});

/** A row that was not imported: `line` counts from 1 with the header as line 1. */
export const importFaultSchema = z.object({ line: z.int(), loginName: z.string().optional(), reason: z.string() });
export const importReportSchema = z.object({
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  faults: z.array(importFaultSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

const userParams = organizationParams.extend({ user: z.string().min(1).max(128) });

export const userRoutes = {
  /** Ordered by login name. `search` looks in login name, display name and e-mail; `loginName` is exact. */
  listUsers: defineRoute({
    id: 'listUsers',
    method: 'GET',
    path: '/organizations/:org/users',
    summary: 'Users of the directory',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema.extend({
      search: z.string().max(256).optional(),
      loginName: z.string().max(256).optional(),
      status: z.enum(['active', 'inactive']).optional(),
    }),
    body: noBody,
    status: 200,
    response: z.object({ users: z.array(userSchema), total: z.int(), next: z.string().optional() }),
  }),
  /** 409 `login_name_taken`. */
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
  /** Members that are absent stay as they are; an empty string or list clears. 409 `login_name_taken`. */
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
  /**
   * UTF-8 CSV with a header row: `loginName,displayName,surname,givenName,email,status,departments,groups,
   * availableServices`; the last three hold names or service codes separated by `;`. Without that
   * last column services stay as they are. Rows are matched by login name. Good rows are kept, bad ones reported.
   */
  importUsers: defineRoute({
    id: 'importUsers',
    method: 'POST',
    path: '/organizations/:org/users/import',
    summary: 'Import users from CSV',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.string(),
    bodyType: 'text/csv',
    status: 200,
    response: importReportSchema,
  }),
} as const;
