import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { GroupRule } from './group-rule.ts';

interface ListedRow extends Omit<GroupRule, 'groups' | 'except'> {
  readonly groups: GroupRule['groups'];
  readonly except: GroupRule['except'];
}

/** The rules of an organization, the oldest first; or the one with the id. */
export async function listGroupRules(db: Kysely<Tables>, organizationId: string, id?: string): Promise<GroupRule[]> {
  const { rows } = await sql<ListedRow>`
    select r.id, r.name, r.expression, r.active,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', g.id, 'displayName', g.display_name) order by g.display_name_key)
        from group_rule_groups t join groups g on g.organization_id = t.organization_id and g.id = t.group_id
        where t.organization_id = r.organization_id and t.rule_id = r.id
      ), '[]'::jsonb) as groups,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('id', u.id, 'displayName', u.display_name, 'loginName', u.user_name)
          order by u.user_name_key
        )
        from group_rule_exceptions x join users u on u.organization_id = x.organization_id and u.id = x.user_id
        where x.organization_id = r.organization_id and x.rule_id = r.id
      ), '[]'::jsonb) as except,
      (
        select count(distinct m.user_id)::int from group_rule_members m
        where m.organization_id = r.organization_id and m.rule_id = r.id
      ) as members
    from group_rules r
    where r.organization_id = ${organizationId} and (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid)
    order by r.created_at, r.id`.execute(db);
  return rows;
}

/** People whom the rules have yet to look at. */
export async function countDue(db: Kysely<Tables>, organizationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from group_rule_due where organization_id = ${organizationId}`.execute(db);
  return rows[0]?.count ?? 0;
}
