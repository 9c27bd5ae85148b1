import { z } from 'zod';
import { instantSchema, noBody, noQuery, organizationParams, pageQuerySchema, slugSchema } from './common.ts';
import { defineRoute } from './route.ts';

/** Something that needs a person: what failed, for whom, and what was really exchanged. */
export const taskSchema = z.object({
  application: z.object({ slug: slugSchema, name: z.string() }),
  /** An app user, a pushed group, or a member of one whom the application refused. */
  about: z.enum(['user', 'group', 'member']),
  /** The person; absent for a group, and for a member who is nobody of ours. */
  userId: z.string().optional(),
  loginName: z.string().optional(),
  /** Of the person or of the group; the application's id of a member who is nobody of ours. */
  displayName: z.string(),
  /** The group, or that of the member. */
  group: z.object({ id: z.string(), displayName: z.string() }).optional(),
  /** The application's id of the member. */
  remoteId: z.string().optional(),
  /** The kind of trouble, for translations: `refused`, `profile`, `ambiguous`, `login-name`, `no-login-name`, `not-scim`, … */
  kind: z.string(),
  message: z.string(),
  /** The HTTP status, where there was an answer. */
  status: z.int().optional(),
  at: instantSchema,
  attempts: z.int(),
  /** Holds no credential and no password; bodies are cut. */
  exchange: z
    .object({
      method: z.string(),
      url: z.string(),
      body: z.string().optional(),
      status: z.int().optional(),
      contentType: z.string().optional(),
      answer: z.string().optional(),
    })
    .optional(),
});
export type Task = z.infer<typeof taskSchema>;

const id = z.string().min(1).max(128);

const chosenTasks = z.union([
  z.strictObject({
    tasks: z
      .array(
        z.union([
          z.strictObject({ application: slugSchema, user: id }),
          /** `member`: the application's id; absent: the group itself. */
          z.strictObject({ application: slugSchema, group: id, member: z.string().min(1).max(1024).optional() }),
        ]),
      )
      .min(1)
      .max(1000),
  }),
  z.strictObject({ application: slugSchema.optional() }),
]);

export const taskRoutes = {
  /** The newest first; `total` counts them all, whatever the search. */
  listTasks: defineRoute({
    id: 'listTasks',
    method: 'GET',
    path: '/organizations/:org/tasks',
    summary: 'App users, pushed groups and members of them that need a person',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema.extend({
      application: slugSchema.optional(),
      search: z.string().max(256).optional(),
    }),
    body: noBody,
    status: 200,
    response: z.object({ tasks: z.array(taskSchema), total: z.int(), next: z.string().optional() }),
  }),
  countTasks: defineRoute({
    id: 'countTasks',
    method: 'GET',
    path: '/organizations/:org/tasks/count',
    summary: 'How many tasks there are',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ total: z.int() }),
  }),
  /** Those named, or all of them, of one application or of every one. */
  retryTasks: defineRoute({
    id: 'retryTasks',
    method: 'POST',
    path: '/organizations/:org/tasks/retry',
    summary: 'Try again now',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: chosenTasks,
    status: 200,
    response: z.object({ retried: z.int() }),
  }),
  /** Takes them from the list until they fail again; nothing is sent. */
  dismissTasks: defineRoute({
    id: 'dismissTasks',
    method: 'POST',
    path: '/organizations/:org/tasks/dismiss',
    summary: 'Dismiss tasks',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: chosenTasks,
    status: 200,
    response: z.object({ dismissed: z.int() }),
  }),
} as const;
