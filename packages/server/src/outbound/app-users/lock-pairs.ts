import { sql, type RawBuilder } from 'kysely';

/*
 * Every statement over many rows of app_users locks them first, in the one order of organization, application and
 * user, so that two of them never wait for each other in a circle. These are the first part of their `with`.
 */

/** Names one row of app_users. */
export interface PairKey {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly userId: string;
}

/** The rows with these keys, each looked up by its key: a join, planned without statistics, would read them all. */
export function lockPairs(keys: readonly PairKey[]): RawBuilder<unknown> {
  return sql`
    select p.* from (
      select * from unnest(
        ${keys.map((key) => key.organizationId)}::uuid[],
        ${keys.map((key) => key.applicationId)}::uuid[],
        ${keys.map((key) => key.userId)}::uuid[]
      ) as given(organization_id, application_id, user_id)
      order by organization_id, application_id, user_id
      offset 0
    ) k cross join lateral (
      select organization_id, application_id, user_id from app_users
      where organization_id = k.organization_id and application_id = k.application_id and user_id = k.user_id
      for update
    ) p`;
}

/** The rows of an application for which the condition holds. */
export function lockPairsOf(
  application: { readonly organization_id: string; readonly id: string },
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select organization_id, application_id, user_id from app_users
    where organization_id = ${application.organization_id} and application_id = ${application.id} and ${condition}
    order by organization_id, application_id, user_id
    for update`;
}
