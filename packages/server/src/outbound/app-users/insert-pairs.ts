import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { effectiveAssignment } from '../assignments/effective-assignment.ts';

/**
 * Whoever adds pairs to an application does so alone until its transaction ends: then a new pair is no other's, so that
 * adding never waits while it holds what others wait for. To be called before any pair is locked; applications in the
 * order of their ids.
 */
export async function holdPairs(transaction: Transaction<Tables>, applicationIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(applicationIds)].sort()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`pairs of ${id}`}, 0))`.execute(transaction);
  }
}

/** People of an application: those whose `u.id` the condition chooses. */
export interface ChosenPeople {
  readonly organizationId: string;
  readonly applicationId: string;
  /** About the row `u` of users. */
  readonly chosen: RawBuilder<unknown>;
}

/** Adds the pairs that are missing for those of the people who are assigned; returns how many. Pairs must be held. */
export async function insertPairs(
  transaction: Transaction<Tables>,
  { organizationId, applicationId, chosen }: ChosenPeople,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into app_users
      (organization_id, application_id, user_id, login_name, display_name, assigned, wanted, group_id)
    select k.organization_id, k.application_id, k.user_id, k.user_name, k.display_name, true, k.active, e.group_id
    from (
      select u.organization_id, ${applicationId}::uuid as application_id, u.id as user_id, u.user_name, u.display_name,
        u.active
      from users u
      where u.organization_id = ${organizationId} and ${chosen}
    ) k
    cross join lateral ${effectiveAssignment} e
    where not exists (
      select from app_users p
      where p.organization_id = k.organization_id and p.application_id = k.application_id and p.user_id = k.user_id
    )
    order by k.user_id
    on conflict do nothing`.execute(transaction);
  return Number(numAffectedRows);
}
