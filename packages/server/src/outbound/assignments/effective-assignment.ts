import type { AppValue, AssignedValues } from '@lockstep/provisioning';
import { sql, type RawBuilder } from 'kysely';

/**
 * The assignment that counts for the pair `k`, as text for a lateral join: a personal one before those by group, and
 * of these the one with the least priority. No row: not assigned. It is computed wherever it is asked for, so that it
 * is never older than what it comes from. `group_id` and `group_values` are null for a personal one.
 */
export const effectiveAssignmentText = `(
  select * from (
    select 0 as rank, 0 as priority, s.created_at, null::uuid as group_id, null::jsonb as group_values, s.user_id
    from assignments s
    where s.organization_id = k.organization_id and s.application_id = k.application_id and s.user_id = k.user_id
    union all
    select 1, g.priority, g.created_at, g.group_id, g.attribute_values, m.user_id
    from group_assignments g
    join group_members m
      on m.organization_id = g.organization_id and m.group_id = g.group_id and m.user_id = k.user_id
    where g.organization_id = k.organization_id and g.application_id = k.application_id
  ) every_assignment
  order by rank, priority, created_at, group_id
  limit 1
)`;

/** The same for statements that are composed. */
export const effectiveAssignment: RawBuilder<unknown> = sql.raw(effectiveAssignmentText);

/** The values of {@link AssignedRow}, from the assignment `e` and the personal values `v`. */
export const assignedColumns: RawBuilder<unknown> = sql`e.group_values, v.login_name as assigned_login_name,
  v.attribute_values as personal_values`;

/** The personal values of the pair `k`, for a left join. */
export const personalValuesOf: RawBuilder<unknown> = sql`personal_values v on v.organization_id = k.organization_id
  and v.application_id = k.application_id and v.user_id = k.user_id`;

type Values = Readonly<Record<string, AppValue>>;

/** What assignments set for one person, as {@link assignedColumns} give it. */
export interface AssignedRow {
  readonly group_values: Values | null;
  readonly assigned_login_name: string | null;
  readonly personal_values: Values | null;
}

export function assignedValues(row: AssignedRow): AssignedValues {
  return {
    ...(row.assigned_login_name === null ? {} : { userName: row.assigned_login_name }),
    ...(row.personal_values === null ? {} : { personal: row.personal_values }),
    ...(row.group_values === null ? {} : { group: row.group_values }),
  };
}
