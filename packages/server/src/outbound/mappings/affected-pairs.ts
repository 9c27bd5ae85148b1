import {
  desiredProfile,
  diffProfile,
  type AppProfile,
  type ApplicationTemplate,
  type AssignedValues,
  type ExpressionReads,
  type SourceApplication,
  type SourceOrganization,
  type SourceUser,
} from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import {
  assignedColumns,
  assignedValues,
  effectiveAssignment,
  personalValuesOf,
  type AssignedRow,
} from '../assignments/effective-assignment.ts';
import { withRelated } from './related-profiles.ts';
import { groupsOfUser, organizationOfUser } from './source-users.ts';

/** One (application, user) pair that is to have an account, as far as it matters for what would be sent. */
interface WantedPair {
  readonly user: SourceUser;
  readonly values: AssignedValues;
  readonly hasAccount: boolean;
  readonly applied: AppProfile | undefined;
}

interface PairRow extends AssignedRow {
  user_id: string;
  has_account: boolean;
  applied_profile: JsonObject | null;
  user_name: string;
  resource: JsonObject;
  groups: SourceUser['groups'];
  organization: SourceOrganization;
}

/** Which application, and what it says before and after. `reads`: what an expression of either reads. */
export interface TemplateChange {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly application: SourceApplication;
  readonly before: ApplicationTemplate;
  readonly after: ApplicationTemplate;
  readonly reads: ExpressionReads;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const batchSize = 1000;

/** Goes through the people of an application in the order of their ids and gives those for whom another thing is sent. */
export async function* affectedPairs(
  db: Kysely<Tables>,
  change: TemplateChange,
): AsyncGenerator<{ readonly checked: number; readonly affected: readonly string[] }> {
  let last: string | undefined;
  for (;;) {
    const pairs = await readPairs(db, change, last);
    const affected = pairs.filter((pair) => isAffected(change, pair)).map(({ user }) => user.id);
    if (pairs.length > 0) yield { checked: pairs.length, affected };
    if (pairs.length < batchSize) return;
    last = pairs.at(-1)?.user.id;
  }
}

async function readPairs(db: Kysely<Tables>, change: TemplateChange, after?: string): Promise<WantedPair[]> {
  const { rows } = await sql<PairRow>`
    select k.user_id, k.remote_id is not null as has_account, k.applied_profile, ${assignedColumns}, u.user_name, u.resource, ${change.reads.groups ? groupsOfUser : sql`'[]'::jsonb`} as groups,
      ${organizationOfUser} as organization
    from app_users k
    join users u on u.organization_id = k.organization_id and u.id = k.user_id and u.active
    cross join lateral ${effectiveAssignment} e
    left join ${personalValuesOf}
    where k.organization_id = ${change.organizationId} and k.application_id = ${change.applicationId}
      and (${after ?? null}::uuid is null or k.user_id > ${after ?? null}::uuid)
    order by k.user_id
    limit ${batchSize}`.execute(db);
  const users = await withRelated(
    db,
    change.organizationId,
    rows.map((row) => toUser(row, change)),
    change.reads,
  );
  return rows.map((row, index) => ({
    user: users[index] ?? toUser(row, change),
    values: assignedValues(row),
    hasAccount: row.has_account,
    applied: (row.applied_profile as AppProfile | null) ?? undefined,
  }));
}

function toUser(row: PairRow, { application, now }: TemplateChange): SourceUser {
  const { user_id: id, user_name: userName, resource, groups, organization } = row;
  return { id, userName, resource, groups, organization, application, readAt: now };
}

/** Whether the reconciler would do another thing for the pair: what is sent counts, not how it is made. */
function isAffected({ before, after }: TemplateChange, pair: WantedPair): boolean {
  return planOf(before, pair) !== planOf(after, pair);
}

function planOf(template: ApplicationTemplate, { user, values, hasAccount, applied }: WantedPair): string {
  const accountName = hasAccount ? applied?.['userName'] : undefined;
  const desired = desiredProfile(template, user, values, typeof accountName === 'string' ? accountName : undefined);
  if ('reason' in desired) return desired.reason;
  if (hasAccount) return JSON.stringify(diffProfile(template, applied ?? {}, desired.profile));
  return JSON.stringify(Object.entries(desired.profile).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
