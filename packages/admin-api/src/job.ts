import { z } from 'zod';
import { idSchema } from './coded.ts';
import { instantSchema, noBody, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { defineRoute, defineTextRoute } from './route.ts';
import { bulkActionSchema } from './user-bulk-action.ts';
import { importFaultCodes } from './user-file-fault.ts';

/**
 * Work on many users that goes on in the background, on the server: waiting → running → finished, cancelled, or failed
 * where the server could not go on. Jobs of an organization go one after the other. A job and its report are kept for
 * 30 days after its end.
 */
export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['bulk', 'import']),
  /** Of a bulk action. */
  action: bulkActionSchema.exactOptional(),
  state: z.enum(['waiting', 'running', 'finished', 'cancelled', 'failed']),
  /** It was cancelled, and ends after the users that are under way. */
  cancelling: z.boolean(),
  /** Users, or rows of the file. */
  total: z.int(),
  done: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Were refused, as its failures say; the others are done nevertheless. */
  failed: z.int(),
  startedBy: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.exactOptional(),
});
export type Job = z.infer<typeof jobSchema>;

/** A user or a row that was refused. `values` hold what the reason is about, `reason` says it in English. */
export const jobFailureSchema = z.object({
  number: z.int(),
  /** Line of the file, with the header as line 1. */
  line: z.int().exactOptional(),
  userId: z.string().exactOptional(),
  loginName: z.string().exactOptional(),
  code: z.enum(importFaultCodes),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  reason: z.string(),
});
export type JobFailure = z.infer<typeof jobFailureSchema>;

const params = organizationParams.extend({ job: idSchema });
const path = '/organizations/:org/jobs';

export const jobRoutes = {
  listJobs: defineRoute({
    id: 'listJobs',
    method: 'GET',
    path,
    summary: 'Jobs, the newest first',
    access: 'organization',
    params: organizationParams,
    query: pageQuerySchema,
    body: noBody,
    status: 200,
    response: z.object({ jobs: z.array(jobSchema), next: z.string().optional() }),
  }),
  getJob: defineRoute({
    id: 'getJob',
    method: 'GET',
    path: `${path}/:job`,
    summary: 'A job with its progress',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: jobSchema,
  }),
  /** What is done stays done. A job that has ended stays as it is. */
  cancelJob: defineRoute({
    id: 'cancelJob',
    method: 'POST',
    path: `${path}/:job/cancel`,
    summary: 'End a job after the users that are under way',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: jobSchema,
  }),
  listJobFailures: defineRoute({
    id: 'listJobFailures',
    method: 'GET',
    path: `${path}/:job/failures`,
    summary: 'Who was refused and why, in their order',
    access: 'organization',
    params,
    query: pageQuerySchema,
    body: noBody,
    status: 200,
    response: z.object({ failures: z.array(jobFailureSchema), next: z.string().optional() }),
  }),
  exportJobFailures: defineTextRoute({
    id: 'exportJobFailures',
    method: 'GET',
    path: `${path}/:job/failures/csv`,
    summary: 'Who was refused and why, as CSV',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    responseType: 'text/csv',
  }),
} as const;
