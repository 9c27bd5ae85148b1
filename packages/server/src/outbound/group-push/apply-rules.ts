import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';
import { nameTest, type NameRule } from './rule-match.ts';

interface RuleRow extends NameRule {
  readonly id: string;
  readonly existing: 'link' | 'task';
}

interface Application {
  readonly organization_id: string;
  readonly id: string;
}

/**
 * Brings the groups that rules choose up to date, of every application for which that is pending. Of several processes
 * one does it. Groups that a rule chooses are pushed; those that none chooses any more are unlinked and left as they
 * are at the target. Groups chosen by name stay as they are. A new name of a group is sent once a rule has chosen it.
 */
export async function applyPendingRules(context: Pick<OutboundContext, 'database' | 'touch'>): Promise<void> {
  const { rows: pending } = await sql`
    select from applications where push_rules_pending limit 1`.execute(context.database.db);
  for (let more = pending.length > 0; more;) {
    more = await context.database.db.transaction().execute(async (transaction) => {
      const { rows } = await sql<Application>`
        update applications set push_rules_pending = false
        where (organization_id, id) = (
          select organization_id, id from applications where push_rules_pending
          order by organization_id, id limit 1
          for no key update skip locked
        )
        returning organization_id, id`.execute(transaction);
      const [application] = rows;
      if (application === undefined) return false;
      await applyRules(transaction, application);
      context.touch(application.organization_id, application.id);
      return true;
    });
  }
}

/** The rules of an application, the oldest first: where two choose a group, the first has it. */
export async function rulesOf(
  db: Kysely<Tables>,
  { organization_id: organizationId, id: applicationId }: Application,
): Promise<RuleRow[]> {
  return db
    .selectFrom('group_push_rules')
    .select(['id', 'operator', 'pattern', 'existing'])
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

async function applyRules(transaction: Transaction<Tables>, application: Application): Promise<void> {
  const { organization_id: organizationId, id: applicationId } = application;
  const rules = await rulesOf(transaction, application);
  const groups = await transaction
    .selectFrom('groups')
    .select(['id', 'display_name'])
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute();
  const tests = rules.map((rule) => ({ rule, test: nameTest(rule) }));
  const chosen = groups.flatMap((group) => {
    const rule = tests.find(({ test }) => test(group.display_name))?.rule;
    return rule === undefined ? [] : [{ group, rule }];
  });
  await sql`
    insert into pushed_groups as p (organization_id, application_id, group_id, display_name, rule_id, existing)
    select ${organizationId}::uuid, ${applicationId}::uuid, c.* from unnest(
      ${chosen.map(({ group }) => group.id)}::uuid[],
      ${chosen.map(({ group }) => group.display_name)}::text[],
      ${chosen.map(({ rule }) => rule.id)}::uuid[],
      ${chosen.map(({ rule }) => rule.existing)}::text[]
    ) as c
    on conflict (organization_id, application_id, group_id) do update
    set rule_id = excluded.rule_id, existing = excluded.existing, ending = null, display_name = excluded.display_name,
      desired_generation = p.desired_generation + 1, next_attempt_at = now()
    where p.rule_id is not null and (
      p.rule_id <> excluded.rule_id or p.ending is not null or p.display_name <> excluded.display_name
    )`.execute(transaction);
  // those that are deleted in the directory wait for a person, whatever chose them
  await unlink(transaction, application, {
    what: 'leave',
    condition: sql`g.rule_id is not null and g.ending is null
    and exists (select from groups d where d.organization_id = g.organization_id and d.id = g.group_id)
    and not g.group_id = any(${chosen.map(({ group }) => group.id)}::uuid[])`,
  });
}

/**
 * Begins to unlink groups. Where nothing has to be sent for that and nobody is at work, they are gone at once. Returns
 * how many.
 */
export async function unlink(
  transaction: Transaction<Tables>,
  { organization_id: organizationId, id: applicationId }: Application,
  { what, condition }: { readonly what: 'leave' | 'delete'; readonly condition: ReturnType<typeof sql> },
): Promise<number> {
  const { rows } = await sql<{ group_id: string }>`
    update pushed_groups g
    set ending = ${what}, desired_generation = g.desired_generation + 1, next_attempt_at = now(), attempts = 0
    where (g.organization_id, g.application_id, g.group_id) in (
      select g.organization_id, g.application_id, g.group_id from pushed_groups g
      where g.organization_id = ${organizationId} and g.application_id = ${applicationId} and ${condition}
      order by g.group_id for update
    )
    returning g.group_id`.execute(transaction);
  await sql`
    delete from pushed_groups g
    where g.organization_id = ${organizationId} and g.application_id = ${applicationId}
      and g.group_id = any(${rows.map((row) => row.group_id)}::uuid[])
      and (g.ending = 'leave' or (g.remote_id is null and g.intended_name is null))
      and g.lease_owner is null`.execute(transaction);
  return rows.length;
}
