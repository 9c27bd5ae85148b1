import { z } from 'zod';
import { codeSchema, descriptionSchema, idSchema, nameSchema } from './coded.ts';
import { noBody, noContent, noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';

/** What somebody is in a department. `members` counts the users who have it in at least one. */
export const jobTitleSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  description: z.string(),
  members: z.int(),
});
export type JobTitle = z.infer<typeof jobTitleSchema>;

const jobTitleParams = organizationParams.extend({ title: idSchema });
const path = '/organizations/:org/job-titles';

export const jobTitleRoutes = {
  listJobTitles: defineRoute({
    id: 'listJobTitles',
    method: 'GET',
    path,
    summary: 'Job titles, in their order',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ jobTitles: z.array(jobTitleSchema) }),
  }),
  /** Stands at the end. 409 `code_taken`, `limit_reached`. */
  createJobTitle: defineRoute({
    id: 'createJobTitle',
    method: 'POST',
    path,
    summary: 'Add a job title',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({ code: codeSchema, name: nameSchema, description: descriptionSchema.default('') }),
    status: 201,
    response: jobTitleSchema,
  }),
  /** Members that are absent stay as they are. 409 `code_taken`. */
  updateJobTitle: defineRoute({
    id: 'updateJobTitle',
    method: 'PATCH',
    path: `${path}/:title`,
    summary: 'Rename a job title',
    access: 'organization',
    params: jobTitleParams,
    query: noQuery,
    body: z.strictObject({
      code: codeSchema.optional(),
      name: nameSchema.optional(),
      description: descriptionSchema.optional(),
    }),
    status: 200,
    response: jobTitleSchema,
  }),
  /** Before another one, or at the end for null. */
  moveJobTitle: defineRoute({
    id: 'moveJobTitle',
    method: 'POST',
    path: `${path}/:title/move`,
    summary: 'Reorder the job titles',
    access: 'organization',
    params: jobTitleParams,
    query: noQuery,
    body: z.strictObject({ before: idSchema.nullable() }),
    status: 204,
    response: noContent,
  }),
  /** Users who had it stay in their departments, without a job title. `members` counts them. */
  deleteJobTitle: defineRoute({
    id: 'deleteJobTitle',
    method: 'DELETE',
    path: `${path}/:title`,
    summary: 'Delete a job title',
    access: 'organization',
    params: jobTitleParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ members: z.int() }),
  }),
} as const;
