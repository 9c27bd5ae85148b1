import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { applyPendingRules, unlink } from './apply-rules.ts';
import { findNoGroups, type NoGroups } from './no-groups.ts';
import { markRulesOf, note, withApplication } from './push-deed.ts';
import { ruleFault, type NameRule } from './rule-match.ts';

/** A rule that chooses groups, present and future. */
export interface NewPushRule extends NameRule {
  readonly existing: 'link' | 'task';
}

export type CreateRuleOutcome =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'faulty'; readonly message: string }
  | { readonly kind: 'too_many' }
  | NoGroups
  | { readonly kind: 'unknown' };

/** Rules of one application. */
const most = 100;

export async function createPushRule(
  context: OutboundContext,
  place: ApplicationPlace,
  rule: NewPushRule,
  actor: Actor,
): Promise<CreateRuleOutcome> {
  const message = ruleFault(rule);
  if (message !== undefined) return { kind: 'faulty', message };
  const lacking = await findNoGroups(context, place);
  if (lacking !== undefined) return lacking;
  const outcome = await withApplication(
    context,
    place,
    actor,
    async (transaction, deed): Promise<CreateRuleOutcome> => {
      const { organizationId, applicationId } = deed;
      await markRulesOf(transaction, deed);
      const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from group_push_rules
      where organization_id = ${organizationId} and application_id = ${applicationId}`.execute(transaction);
      if ((rows[0]?.count ?? 0) >= most) return { kind: 'too_many' };
      const id = uuidv7();
      await transaction
        .insertInto('group_push_rules')
        .values({ organization_id: organizationId, application_id: applicationId, id, ...columnsOf(rule) })
        .execute();
      await note(transaction, deed, { path: 'groupPushRules', after: textOf(rule) });
      return { kind: 'created', id };
    },
  );
  if (outcome === undefined) return { kind: 'unknown' };
  if (outcome.kind === 'created') await applyRulesNow(context);
  return outcome;
}

function columnsOf({ operator, pattern, existing }: NewPushRule): NewPushRule {
  return { operator, pattern, existing };
}

function textOf({ operator, pattern }: NameRule): string {
  return `${operator} ${pattern}`;
}

/**
 * Takes a rule away, and unlinks the groups that it chose and no other rule does: the target's groups stay as they are,
 * or are deleted. False: there is no such rule.
 */
export async function deletePushRule(
  context: OutboundContext,
  place: ApplicationPlace,
  { ruleId, targetGroups }: { readonly ruleId: string; readonly targetGroups: 'leave' | 'delete' },
  actor: Actor,
): Promise<boolean> {
  if (!isResourceId(ruleId)) return false;
  const found = await withApplication(context, place, actor, async (transaction, deed) => {
    const { organizationId, applicationId } = deed;
    await markRulesOf(transaction, deed);
    const rule = await transaction
      .deleteFrom('group_push_rules')
      .where('organization_id', '=', organizationId)
      .where('application_id', '=', applicationId)
      .where('id', '=', ruleId)
      .returning(['operator', 'pattern'])
      .executeTakeFirst();
    if (rule === undefined) return false;
    const application = { organization_id: organizationId, id: applicationId };
    await unlink(transaction, application, { what: targetGroups, condition: sql`g.rule_id = ${ruleId}::uuid` });
    await note(transaction, deed, { path: 'groupPushRules', before: textOf(rule) });
    return true;
  });
  if (found === undefined) return false;
  await applyRulesNow(context);
  return found;
}

/** Whoever comes first does it, the pusher or this; where this process ends here, the next look does it. */
async function applyRulesNow(context: OutboundContext): Promise<void> {
  await applyPendingRules(context);
  context.wake();
}
