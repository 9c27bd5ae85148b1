import type { Selectable } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { MatchBy } from '../import/match-users.ts';
import type { RowFaultCode } from '../import/row-fault.ts';
import type { BulkAction } from '../users/bulk-users.ts';
import type { UserFilter } from '../users/user-filter.ts';

/**
 * The users of a bulk action: these ids, in their order, or all who match a filter and whose id is not greater than
 * `upTo`, which is the newest user's when the job was asked for: nobody who comes later is touched.
 */
export type JobSelection =
  | { readonly users: readonly string[] }
  | { readonly matching: UserFilter; readonly upTo: string };

/** What is asked for. The file of an import stands beside it. */
export type JobRequest =
  | { readonly kind: 'bulk'; readonly action: BulkAction; readonly selection: JobSelection }
  /** By the login name where nothing is said. */
  | { readonly kind: 'import'; readonly match?: MatchBy };

/** Work on many users in the background: waiting → running → finished, cancelled, or failed where the server could not. */
export interface UserJob {
  readonly organizationId: string;
  readonly id: string;
  readonly request: JobRequest;
  readonly actor: Actor;
  readonly state: 'waiting' | 'running' | 'finished' | 'cancelled' | 'failed';
  /** It ends after the step that is under way. */
  readonly cancelAsked: boolean;
  /** Users, or rows of the file. */
  readonly total: number;
  readonly done: number;
  readonly counts: JobCounts;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
}

/** What became of those who are done. */
interface JobCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** A user or a row that was refused, and why. */
export interface JobFailure {
  /** Line of the file; the header is line 1. */
  readonly line?: number;
  readonly userId?: string;
  readonly loginName?: string;
  readonly code: RowFaultCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly reason: string;
}

/** What a step did; `position` is where the next one begins. A step that is done twice changes nothing the second time. */
export interface JobStep extends Omit<JobCounts, 'failed'> {
  readonly position: string;
  readonly failures: readonly JobFailure[];
}

/** Columns of a job without its file. */
export const jobColumns = [
  'organization_id',
  'id',
  'kind',
  'actor',
  'request',
  'state',
  'cancel_asked',
  'total',
  'done',
  'created',
  'changed',
  'unchanged',
  'failed',
  'created_at',
  'finished_at',
] as const;

export type JobRow = Pick<Selectable<Tables['user_jobs']>, (typeof jobColumns)[number]>;

/** A job as {@link UserJob}: only what this server wrote stands in the documents. */
export function toUserJob(row: JobRow): UserJob {
  const { created, changed, unchanged, failed } = row;
  return {
    organizationId: row.organization_id,
    id: row.id,
    request: { kind: row.kind, ...row.request } as JobRequest,
    actor: row.actor as unknown as Actor,
    state: row.state,
    cancelAsked: row.cancel_asked,
    total: row.total,
    done: row.done,
    counts: { created, changed, unchanged, failed },
    createdAt: row.created_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}
