import { z } from 'zod';
import { noBody, organizationParams } from './common.ts';
import { jobSchema } from './job.ts';
import { defineRoute, defineTextRoute } from './route.ts';
import { profileFieldNames } from './user-fields.ts';
import { importFaultCodes } from './user-file-fault.ts';
import { userFilterSchema } from './user-filter.ts';

/**
 * A row that was not imported: `line` counts from 1 with the header as line 1. `values` hold what the reason is about,
 * `reason` says it in English.
 */
export const importFaultSchema = z.object({
  line: z.int(),
  loginName: z.string().optional(),
  code: z.enum(importFaultCodes),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  reason: z.string(),
});
export type ImportFault = z.infer<typeof importFaultSchema>;

/** What rows are matched by: the same person has the same. */
export const importMatchSchema = z.enum(['login-name', 'email', 'employee-number']);
export type ImportMatch = z.infer<typeof importMatchSchema>;

export const importReportSchema = z.object({
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  faults: z.array(importFaultSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** A good row of a preview. `before` and `after` are as a file has them; of departments and groups they are not told. */
const importDetailSchema = z.object({
  line: z.int(),
  loginName: z.string(),
  outcome: z.enum(['new', 'changed', 'unchanged']),
  /** The login name of the user whom the row is of, where the row has another one. */
  matched: z.string().optional(),
  changes: z.array(z.object({ column: z.string(), before: z.string().optional(), after: z.string().optional() })),
});
export type ImportDetail = z.infer<typeof importDetailSchema>;

/** `details` are in the order of the file: of each outcome the first 200. */
export const importPreviewSchema = importReportSchema.extend({ details: z.array(importDetailSchema) });
export type ImportPreview = z.infer<typeof importPreviewSchema>;

const importQuery = z.object({ match: importMatchSchema.default('login-name') });

/** The columns of a users file in the order of the export. */
export const userFileColumns = [
  'loginName,displayName,surname,givenName,email',
  ...profileFieldNames,
  'sortOrder,status,departments,jobTitles,groups,availableServices',
].join(',');

export const userFileRoutes = {
  /**
   * UTF-8 CSV with a header row of {@link userFileColumns}, of which all but the first may be left out; what has no
   * column stays as it is. Attributes that the organization added have a column each, by path (`urn:…:User:badgeNumber`) or by
   * name where that is clear. The last four, and lists of your own, hold several values separated by `;` (`\;` and `\\` stand for the signs
   * themselves): departments and job titles by code or name, the preferred department first, each job title at the place
   * of its department; groups by name. What is missing of these is made. Rows are matched by login name or what
   * `match` says, without regard to case; a row that may be of several users is not imported. Good rows are kept, bad ones
   * are the failures of the job. 400 `invalid_csv` for what is no such file; 409 `limit_reached` where 20
   * jobs wait or run.
   */
  importUsers: defineRoute({
    id: 'importUsers',
    method: 'POST',
    path: '/organizations/:org/users/import',
    summary: 'Import users from CSV, as a job',
    access: 'organization',
    params: organizationParams,
    query: importQuery,
    body: z.string(),
    bodyType: 'text/csv',
    status: 202,
    response: jobSchema,
  }),
  /** Nothing is written. */
  previewUserImport: defineRoute({
    id: 'previewUserImport',
    method: 'POST',
    path: '/organizations/:org/users/import/preview',
    summary: 'What an import of this CSV file would come to',
    access: 'organization',
    params: organizationParams,
    query: importQuery,
    body: z.string(),
    bodyType: 'text/csv',
    status: 200,
    response: importPreviewSchema,
  }),
  /** All who match, in the form that the import takes, by login name. Sent while it is read. */
  exportUsers: defineTextRoute({
    id: 'exportUsers',
    method: 'GET',
    path: '/organizations/:org/users/export',
    summary: 'Export users as CSV',
    access: 'organization',
    params: organizationParams,
    query: userFilterSchema,
    body: noBody,
    status: 200,
    responseType: 'text/csv',
  }),
} as const;
