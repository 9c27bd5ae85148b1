import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { syncState } from './sync-state.ts';

/** Counts of pairs. `assigned` is all that should be active at the target; the rest split all pairs by state. */
export interface Progress {
  readonly assigned: number;
  readonly total: number;
  readonly synchronized: number;
  readonly waiting: number;
  readonly failed: number;
  /** ISO 8601. */
  readonly lastAppliedAt?: string;
}

interface ProgressRow {
  application_id: string;
  slug: string;
  assigned: number;
  total: number;
  synchronized: number;
  failed: number;
  last_applied_at: Date | null;
  paused_until: Date | null;
}

export interface ApplicationProgress {
  readonly applicationId: string;
  readonly slug: string;
  readonly progress: Progress;
  /** ISO 8601; absent: the application is not paused. */
  readonly pausedUntil?: string;
}

/** The progress of every application of an organization, or of one of them, in one pass over the pairs. */
export async function readProgress(
  db: Kysely<Tables>,
  organizationId: string,
  applicationId?: string,
): Promise<ApplicationProgress[]> {
  const { rows } = await sql<ProgressRow>`
    select a.id as application_id, a.slug, a.paused_until,
      count(*) filter (where p.wanted)::int as assigned,
      count(p.user_id)::int as total,
      count(*) filter (where p.user_id is not null and ${syncState} = 'SYNCHRONIZED')::int as synchronized,
      count(*) filter (where ${syncState} = 'ERROR')::int as failed,
      max(p.applied_at) as last_applied_at
    from applications a
    left join app_users p on p.organization_id = a.organization_id and p.application_id = a.id
    where a.organization_id = ${organizationId}
      and (${applicationId ?? null}::uuid is null or a.id = ${applicationId ?? null}::uuid)
    group by a.organization_id, a.id`.execute(db);
  return rows.map((row) => ({
    applicationId: row.application_id,
    slug: row.slug,
    progress: toProgress(row),
    ...(row.paused_until === null ? {} : { pausedUntil: row.paused_until.toISOString() }),
  }));
}

function toProgress({ assigned, total, synchronized, failed, last_applied_at: last }: ProgressRow): Progress {
  return {
    assigned,
    total,
    synchronized,
    waiting: total - synchronized - failed,
    failed,
    ...(last === null ? {} : { lastAppliedAt: last.toISOString() }),
  };
}
