import type { AppProfile, SourceOrganization, SourceUser } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { ApplicationRow } from '../applications/application-rows.ts';
import {
  assignedColumns,
  assignedValues,
  effectiveAssignment,
  personalValuesOf,
  type AssignedRow,
} from '../assignments/effective-assignment.ts';
import { groupsOfUser, organizationOfUser } from '../mappings/source-users.ts';
import { withRelated } from '../mappings/related-profiles.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { Pair } from './pair.ts';

/** A pair as the work on it needs it, without its application. */
export interface PairRow extends AssignedRow {
  organization_id: string;
  application_id: string;
  user_id: string;
  desired_generation: string;
  attempts: number;
  assigned: boolean;
  remote_id: string | null;
  remote_version: string | null;
  applied_profile: JsonObject | null;
  intended_profile: JsonObject | null;
  user_name: string | null;
  active: boolean | null;
  resource: JsonObject | null;
  ending: Pair['ending'] | null;
  delete_now: boolean;
  force_sync: string | null;
  groups: SourceUser['groups'] | null;
  organization: SourceOrganization | null;
}

/** The columns of {@link PairRow}, after {@link workJoins}. */
export const pairColumns: RawBuilder<unknown> = sql`p.organization_id, p.application_id, p.user_id,
  p.desired_generation, p.attempts, p.remote_id, p.remote_version, p.applied_profile, p.intended_profile,
  case when p.force_sync_result is null then p.force_sync_id end as force_sync,
  p.ending, coalesce(p.delete_at <= now(), false) as delete_now,
  e.user_id is not null as assigned, ${assignedColumns}, u.user_name, u.active, u.resource,
  case when a.reads_groups then ${groupsOfUser} end as groups, case when a.reads_organization then ${organizationOfUser} end as organization`;

/** What belongs to the keys `k` of pairs; each is looked up by its key, which a plan without statistics would not do. */
export const workJoins: RawBuilder<unknown> = sql`
  cross join lateral (
    select * from app_users
    where organization_id = k.organization_id and application_id = k.application_id and user_id = k.user_id
    offset 0
  ) p
  join applications a on a.organization_id = k.organization_id and a.id = k.application_id
  left join lateral ${effectiveAssignment} e on true
  left join ${personalValuesOf}
  left join users u on u.organization_id = k.organization_id and u.id = k.user_id`;

interface Claim {
  readonly owner: string;
  readonly retaken: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** See {@link Pair}; none where nothing is sent. */
  readonly readBy?: readonly string[];
}

export function toPair(row: PairRow, application: ApplicationRow, { owner, retaken, now, readBy = [] }: Claim): Pair {
  const doubted = retaken || row.force_sync !== null;
  return {
    organizationId: row.organization_id,
    applicationId: row.application_id,
    userId: row.user_id,
    generation: row.desired_generation,
    owner,
    attempts: row.attempts,
    assigned: row.assigned,
    wanted: wantedUser(row, application, now),
    values: assignedValues(row),
    ending: row.ending ?? undefined,
    deleteNow: row.delete_now,
    remoteId: row.remote_id ?? undefined,
    remoteVersion: doubted ? undefined : (row.remote_version ?? undefined),
    applied: doubted ? undefined : ((row.applied_profile as AppProfile | null) ?? undefined),
    accountName: accountNameOf(row),
    intended: (row.intended_profile as AppProfile | null) ?? undefined,
    application,
    readBy,
    forceSync: row.force_sync ?? undefined,
  };
}

function accountNameOf({ remote_id: remoteId, applied_profile: applied }: PairRow): string | undefined {
  const name = remoteId === null ? undefined : applied?.['userName'];
  return typeof name === 'string' ? name : undefined;
}

function wantedUser(row: PairRow, { name, base_url: baseUrl }: ApplicationRow, readAt: number): SourceUser | undefined {
  const { user_id: id, user_name: userName, resource, groups, organization } = row;
  if (!row.assigned || row.active !== true || userName === null || resource === null) return undefined;
  const of = organization === null ? {} : { organization };
  return { id, userName, resource, groups: groups ?? [], ...of, application: { name, baseUrl }, readAt };
}

/** The pairs with what the expressions of their applications read of others than the user; in their order. */
export async function withRelatedUsers(db: Kysely<Tables>, pairs: readonly Pair[]): Promise<Pair[]> {
  const found = new Map<Pair, SourceUser>();
  for (const [application, some] of Map.groupBy(pairs, (pair) => pair.application)) {
    const reads = { manager: application.reads_manager, applications: application.reads_applications };
    const wanted = some.flatMap((pair) => (pair.wanted === undefined ? [] : [{ pair, user: pair.wanted }]));
    const users = await withRelated(
      db,
      application.organization_id,
      wanted.map(({ user }) => user),
      reads,
    );
    wanted.forEach(({ pair, user }, index) => found.set(pair, users[index] ?? user));
  }
  return pairs.map((pair) => ({ ...pair, wanted: found.get(pair) }));
}
