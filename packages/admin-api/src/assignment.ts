import { z } from 'zod';
import { idSchema } from './coded.ts';
import { noBody, noContent, noQuery, organizationParams, pageQuerySchema, slugSchema } from './common.ts';
import { defineRoute } from './route.ts';

/** Values of attributes by their target (`AppAttribute.target`). An empty text or list: there is to be none. */
const assignedValuesSchema = z
  .record(
    z.string().min(1).max(256),
    z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(1000)).max(100)]),
  )
  .refine((values) => Object.keys(values).length <= 200, { error: 'These are more values than an application has.' });
export type AssignedValues = z.infer<typeof assignedValuesSchema>;

const groupReferenceSchema = z.object({ id: z.string(), displayName: z.string() });

export const groupAssignmentSchema = z.object({
  group: groupReferenceSchema,
  /** From 1; the first counts most. */
  priority: z.int(),
  members: z.int(),
  values: assignedValuesSchema,
});
export type GroupAssignment = z.infer<typeof groupAssignmentSchema>;

/** How one person is assigned, and what is set for it. */
export const assignmentSchema = z.object({
  source: z.enum(['personal', 'group']),
  /** The group that assigns the person, with its values. */
  group: groupReferenceSchema.extend({ values: assignedValuesSchema }).optional(),
  /** Set for the person; absent: the username format makes it. */
  loginName: z.string().optional(),
  /** Set for the person. */
  values: assignedValuesSchema,
});
export type Assignment = z.infer<typeof assignmentSchema>;

export const assignableUserSchema = z.object({
  id: z.string(),
  loginName: z.string(),
  displayName: z.string(),
  /** Personally, or by a group. */
  assigned: z.enum(['personal', 'group']).optional(),
});
export type AssignableUser = z.infer<typeof assignableUserSchema>;

const params = organizationParams.extend({ application: slugSchema });
const path = '/organizations/:org/applications/:application';
const userParams = params.extend({ user: idSchema });
const groupParams = params.extend({ group: idSchema });
const loginName = z.string().trim().min(1).max(256).nullable().optional();

export const assignmentRoutes = {
  /** By login name. */
  listAssignableUsers: defineRoute({
    id: 'listAssignableUsers',
    method: 'GET',
    path: `${path}/assignable-users`,
    summary: 'People of the directory, and whether each is assigned',
    access: 'organization',
    params,
    query: pageQuerySchema.extend({ search: z.string().max(256).optional() }),
    body: noBody,
    status: 200,
    response: z.object({ users: z.array(assignableUserSchema), next: z.string().optional() }),
  }),
  /** 404 for somebody whom nothing assigns. */
  getAssignment: defineRoute({
    id: 'getAssignment',
    method: 'GET',
    path: `${path}/users/:user/assignment`,
    summary: 'How one person is assigned, and the values that are set',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: assignmentSchema,
  }),
  /** Personally, whatever groups do. What is absent stays as it is. 400 with the faults by field. */
  assignUser: defineRoute({
    id: 'assignUser',
    method: 'PUT',
    path: `${path}/users/:user/assignment`,
    summary: 'Assign one person with its values',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: z.strictObject({ loginName, values: assignedValuesSchema.optional() }),
    status: 200,
    response: assignmentSchema,
  }),
  /** Somebody whom a group assigns has only the login name and attributes of personal scope for itself. */
  setPersonalValues: defineRoute({
    id: 'setPersonalValues',
    method: 'PATCH',
    path: `${path}/users/:user/assignment`,
    summary: 'Change what is set for one person, however it is assigned',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: z.strictObject({ loginName, values: assignedValuesSchema.optional() }),
    status: 200,
    response: assignmentSchema,
  }),
  /** 409 `no_group_assignment` where no assigned group has the person. */
  convertAssignment: defineRoute({
    id: 'convertAssignment',
    method: 'POST',
    path: `${path}/users/:user/convert-assignment`,
    summary: 'Convert an assignment by a group to a personal one, or back',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: z.strictObject({ to: z.enum(['personal', 'group']) }),
    status: 200,
    response: assignmentSchema,
  }),
  /** In the order of their priority. */
  listGroupAssignments: defineRoute({
    id: 'listGroupAssignments',
    method: 'GET',
    path: `${path}/group-assignments`,
    summary: 'Groups that are assigned to an application',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ groups: z.array(groupAssignmentSchema) }),
  }),
  /** One that is assigned already gets the values. 400 for values of attributes of personal scope. */
  assignGroup: defineRoute({
    id: 'assignGroup',
    method: 'PUT',
    path: `${path}/group-assignments/:group`,
    summary: 'Assign a group with its values',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: z.strictObject({ values: assignedValuesSchema.default({}) }),
    status: 204,
    response: noContent,
  }),
  /** People whom another group or a personal assignment goes on assigning stay. */
  unassignGroup: defineRoute({
    id: 'unassignGroup',
    method: 'DELETE',
    path: `${path}/group-assignments/:group`,
    summary: 'Unassign a group',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** The first counts most; groups that are not named follow in the order that they had. */
  orderGroups: defineRoute({
    id: 'orderGroups',
    method: 'PUT',
    path: `${path}/group-priority`,
    summary: 'Put the assigned groups into an order of priority',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({ groups: z.array(idSchema).min(1).max(1000) }),
    status: 200,
    response: z.object({ groups: z.array(groupAssignmentSchema) }),
  }),
} as const;
