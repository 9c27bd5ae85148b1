import type { AttributeValues } from '@lockstep/provisioning';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { PairKey } from '../app-users/lock-pairs.ts';
import { effectiveAssignment, personalValuesOf } from './effective-assignment.ts';

/** How one person is assigned to an application, and what is set for it. `group` is absent for a personal assignment. */
export interface Effective {
  readonly group?: { readonly id: string; readonly displayName: string; readonly values: AttributeValues };
  readonly loginName?: string;
  readonly values: AttributeValues;
}

interface EffectiveRow {
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly group_values: AttributeValues | null;
  readonly login_name: string | null;
  readonly personal: AttributeValues | null;
}

/** Undefined where nothing assigns the person. */
export async function findEffective(
  db: Kysely<Tables>,
  { organizationId, applicationId, userId }: PairKey,
): Promise<Effective | undefined> {
  const { rows } = await sql<EffectiveRow>`
    select e.group_id, g.display_name as group_name, e.group_values, v.login_name, v.attribute_values as personal
    from (
      select ${organizationId}::uuid as organization_id, ${applicationId}::uuid as application_id,
        ${userId}::uuid as user_id
    ) k
    cross join lateral ${effectiveAssignment} e
    left join ${personalValuesOf}
    left join groups g on g.organization_id = k.organization_id and g.id = e.group_id`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { group_id: id, group_name: displayName, group_values: values, login_name: loginName, personal } = row;
  return {
    ...(id === null || displayName === null ? {} : { group: { id, displayName, values: values ?? {} } }),
    ...(loginName === null ? {} : { loginName }),
    values: personal ?? {},
  };
}

export interface PersonalValues {
  /** Null: the username format makes it. */
  readonly loginName: string | null;
  readonly values: AttributeValues;
}

export async function writePersonalValues(
  db: Kysely<Tables>,
  { organizationId, applicationId, userId }: PairKey,
  { loginName, values }: PersonalValues,
): Promise<void> {
  const written = { login_name: loginName, attribute_values: JSON.stringify(values) };
  await db
    .insertInto('personal_values')
    .values({ organization_id: organizationId, application_id: applicationId, user_id: userId, ...written })
    .onConflict((conflict) => conflict.columns(['organization_id', 'application_id', 'user_id']).doUpdateSet(written))
    .execute();
}

export async function forgetPersonalValues(
  db: Kysely<Tables>,
  { organizationId, applicationId, userId }: PairKey,
): Promise<void> {
  await db
    .deleteFrom('personal_values')
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('user_id', '=', userId)
    .execute();
}
