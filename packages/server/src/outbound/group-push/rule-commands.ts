import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { applyPendingRules, unlink } from './apply-rules.ts';
import { ruleFault, type NameRule } from './rule-match.ts';

/** A rule that chooses groups, present and future. */
export interface NewPushRule extends NameRule {
  readonly existing: 'link' | 'task';
}

export type CreateRuleOutcome =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'faulty'; readonly message: string }
  | { readonly kind: 'too_many' }
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
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined) return { kind: 'unknown' };
  const id = uuidv7();
  const made = await context.database.db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('applications')
      .set({ push_rules_pending: true })
      .where('organization_id', '=', organizationId)
      .where('id', '=', applicationId)
      .execute();
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from group_push_rules
      where organization_id = ${organizationId} and application_id = ${applicationId}`.execute(transaction);
    if ((rows[0]?.count ?? 0) >= most) return false;
    await transaction
      .insertInto('group_push_rules')
      .values({ organization_id: organizationId, application_id: applicationId, id, ...columnsOf(rule) })
      .execute();
    const attributes = [{ path: 'groupPushRules', after: textOf(rule) }];
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Application',
        resourceId: applicationId,
        operation: 'update',
        attributes,
      },
    ]);
    return true;
  });
  if (!made) return { kind: 'too_many' };
  // whoever comes first; where this process ends here, the next look does it
  await applyPendingRules(context);
  context.wake();
  return { kind: 'created', id };
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
  const { organizationId } = place;
  const applicationId = await findApplicationId(context.database.db, place);
  if (applicationId === undefined || !isResourceId(ruleId)) return false;
  const found = await context.database.db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('applications')
      .set({ push_rules_pending: true })
      .where('organization_id', '=', organizationId)
      .where('id', '=', applicationId)
      .execute();
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
    const attributes = [{ path: 'groupPushRules', before: textOf(rule) }];
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Application',
        resourceId: applicationId,
        operation: 'update',
        attributes,
      },
    ]);
    return true;
  });
  await applyPendingRules(context);
  context.touch(organizationId, applicationId);
  context.wake();
  return found;
}
