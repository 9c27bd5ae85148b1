import { sql, type Transaction } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';

const groupsAmong = (changes: readonly ChangedResource[]): ChangedResource[] =>
  changes.filter(({ resourceType }) => resourceType === 'Group');

/**
 * Remembers that rules are to be looked at again, where groups were made or renamed. Comes before rows of app_users and
 * pushed_groups are locked, as every statement over an application and its rows does.
 */
export async function markRules(transaction: Transaction<Tables>, changes: readonly ChangedResource[]): Promise<void> {
  const groups = groupsAmong(changes);
  if (groups.length === 0) return;
  await sql`
    update applications a set push_rules_pending = true
    where not a.push_rules_pending and a.organization_id in (
      select c.organization_id from changes c
      where (c.xid, c.seq) in (
        select * from unnest(
          ${groups.map(({ position }) => position.xid)}::text[]::xid8[],
          ${groups.map(({ position }) => position.seq)}::bigint[]
        )
      ) and (c.operation = 'create' or c.attributes::jsonb @> '[{"path": "displayName"}]')
    ) and exists (
      select from group_push_rules r where r.organization_id = a.organization_id and r.application_id = a.id
    )`.execute(transaction);
}

/**
 * Makes the pushed groups due that a batch of the change feed concerns. Returns the applications by organization. The
 * name of a group that a rule chose is left to the rules (`apply-rules.ts`): it must not be sent before they have
 * looked at it, since it may be chosen no more.
 */
export async function markGroups(
  transaction: Transaction<Tables>,
  changes: readonly ChangedResource[],
): Promise<Map<string, string[]>> {
  const touched = new Map<string, string[]>();
  for (const [organizationId, entries] of Map.groupBy(groupsAmong(changes), (change) => change.organizationId)) {
    const { rows } = await sql<{ application_id: string }>`
      with marked as (
        select p.organization_id, p.application_id, p.group_id from pushed_groups p
        where p.organization_id = ${organizationId}
          and p.group_id = any(${[...new Set(entries.map((one) => one.resourceId))]}::uuid[])
        order by p.organization_id, p.application_id, p.group_id
        for update
      )
      update pushed_groups p
      set desired_generation = p.desired_generation + 1, next_attempt_at = now(), attempts = 0,
        display_name = coalesce(
          (
            select d.display_name from groups d
            where d.organization_id = p.organization_id and d.id = p.group_id and p.rule_id is null
          ),
          p.display_name
        )
      from marked m
      where p.organization_id = m.organization_id and p.application_id = m.application_id and p.group_id = m.group_id
      returning p.application_id`.execute(transaction);
    touched.set(organizationId, [...new Set(rows.map((row) => row.application_id))]);
  }
  return touched;
}
