import { z } from 'zod';
import { idSchema, nameSchema } from './coded.ts';
import { extensionsBodySchema, extensionsSchema } from './extension-values.ts';
import { instantSchema, noBody, noContent, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { defineRoute } from './route.ts';

/** A group (role): users by name. The same groups that SCIM has. */
export const groupSchema = z.object({
  id: z.string(),
  displayName: z.string(),
  members: z.int(),
  externalId: z.string().optional(),
  extensions: extensionsSchema,
  /** An identity provider manages the group: it gave the external id. */
  managed: z.boolean(),
  createdAt: instantSchema,
  modifiedAt: instantSchema,
});
export type Group = z.infer<typeof groupSchema>;

const groupParams = organizationParams.extend({ group: idSchema });
const path = '/organizations/:org/groups';

export const groupRoutes = {
  /** By name; `search` looks in it. The members of a group are the users that `listUsers` finds by it. */
  listGroups: defineRoute({
    id: 'listGroups',
    method: 'GET',
    path,
    summary: 'Groups of the directory',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema.extend({ search: z.string().max(256).optional() }),
    body: noBody,
    status: 200,
    response: z.object({ groups: z.array(groupSchema), total: z.int(), next: z.string().optional() }),
  }),
  getGroup: defineRoute({
    id: 'getGroup',
    method: 'GET',
    path: `${path}/:group`,
    summary: 'One group',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: groupSchema,
  }),
  /**
   * 409 `group_name_taken`: names are unique, without regard to case; `value_taken` for a value of an extension that has to
   * be unique.
   */
  createGroup: defineRoute({
    id: 'createGroup',
    method: 'POST',
    path,
    summary: 'Add a group',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({ displayName: nameSchema, extensions: extensionsBodySchema.optional() }),
    status: 201,
    response: groupSchema,
  }),
  /** What is absent stays as it is. 409 `group_name_taken`, `value_taken`. */
  updateGroup: defineRoute({
    id: 'updateGroup',
    method: 'PATCH',
    path: `${path}/:group`,
    summary: 'Rename a group, or fill in its attributes',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: z.strictObject({ displayName: nameSchema.optional(), extensions: extensionsBodySchema.optional() }),
    status: 200,
    response: groupSchema,
  }),
  /** Members stay users. */
  deleteGroup: defineRoute({
    id: 'deleteGroup',
    method: 'DELETE',
    path: `${path}/:group`,
    summary: 'Delete a group',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** Who is a member already, or none already, is no error. 400 for somebody who is no user. */
  changeMembers: defineRoute({
    id: 'changeMembers',
    method: 'POST',
    path: `${path}/:group/members`,
    summary: 'Add and remove members of a group',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: z.strictObject({
      add: z.array(idSchema).max(1000).default([]),
      remove: z.array(idSchema).max(1000).default([]),
    }),
    status: 200,
    response: groupSchema,
  }),
} as const;
