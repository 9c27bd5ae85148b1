import { z } from 'zod';
import { fieldSentences } from './field-issue.ts';

/** The part of an organization's addresses: `/o/{slug}/…`. 2–63 lower-case letters, digits and hyphens. */
export const slugSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/, {
  error: fieldSentences.not_an_organization_address,
});

/** An instant, ISO 8601 in UTC with milliseconds. */
export const instantSchema = z.iso.datetime();

export const noQuery = z.object({});
export const noBody = z.undefined();
export const noContent = z.undefined();

/** Keyset paging: pass the `next` of one page as the `cursor` of the following; absent on the last page. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const organizationParams = z.object({ org: slugSchema });
