import { sql } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import type { Database } from '../../storage/database.ts';
import type { GroupLane } from '../groups/group-lane.ts';

/** Takes the memberships that a rule gave and no other rule gives; what a person gave by hand has no row. */
export async function releaseMembers(
  { db }: Database,
  lane: GroupLane,
  {
    organizationId,
    ruleId,
    actor,
  }: { readonly organizationId: string; readonly ruleId: string; readonly actor: Actor },
): Promise<void> {
  const { rows } = await sql<{ group_id: string; users: string[] }>`
    select m.group_id, array_agg(m.user_id::text) as users
    from group_rule_members m
    join groups g on g.organization_id = m.organization_id and g.id = m.group_id and g.external_id is null
    where m.organization_id = ${organizationId} and m.rule_id = ${ruleId} and not exists (
      select from group_rule_members o
      where o.organization_id = m.organization_id and o.user_id = m.user_id and o.group_id = m.group_id
        and o.rule_id <> m.rule_id
    )
    group by m.group_id`.execute(db);
  for (const { group_id: id, users } of rows) {
    const members = { base: 'current', add: [], remove: users } as const;
    const outcome = await lane({
      kind: 'modify',
      organizationId,
      id,
      actor,
      members,
      change: ({ resource }) => resource,
    });
    if (outcome.kind === 'refused') throw outcome.error;
  }
}
