import { z } from 'zod';
import { progressSchema } from './application.ts';
import { instantSchema, slugSchema } from './common.ts';

/** What the pages of a directory show. */
export const directoryTypes = ['User', 'Group', 'Department', 'JobTitle', 'Service'] as const;

/**
 * Server-sent events of one organization at `GET /api/v1/organizations/{org}/events`, one JSON object per event.
 * They say that something moved; a page then reads the resource itself.
 */
export const liveEventSchema = z.discriminatedUnion('type', [
  /** Of which types something was made, changed or deleted. */
  z.object({ type: z.literal('directory'), resourceTypes: z.array(z.enum(directoryTypes)) }),
  z.object({ type: z.literal('connection') }),
  z.object({ type: z.literal('exchanges') }),
  z.object({
    type: z.literal('application'),
    application: slugSchema,
    progress: progressSchema,
    /** Absent: the application is not paused. */
    pausedUntil: instantSchema.optional(),
  }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;

export const eventsPath = '/organizations/:org/events';
