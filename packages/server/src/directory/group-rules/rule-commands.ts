import { findRuleFaults, type ExpressionError } from '@lockstep/provisioning';
import { sql, type Transaction } from 'kysely';
import { customUserAttributes } from '../custom-types/custom-user-attributes.ts';
import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { GroupLane } from '../groups/group-lane.ts';
import { newId } from '../new-id.ts';
import { isResourceId } from '../resource-id.ts';
import type { GroupRule, GroupRuleFields } from './group-rule.ts';
import { listGroupRules } from './list-group-rules.ts';
import { releaseMembers } from './release-members.ts';

export type RuleOutcome =
  | { readonly kind: 'saved'; readonly id: string }
  | { readonly kind: 'faulty'; readonly faults: readonly ExpressionError[] }
  /** These are no groups, or no users. */
  | { readonly kind: 'unknown-targets'; readonly path: 'groups' | 'except'; readonly ids: readonly string[] }
  /** An identity provider says who is a member of this group. */
  | { readonly kind: 'managed'; readonly displayName: string }
  | { readonly kind: 'too-many'; readonly most: number }
  | { readonly kind: 'unknown' };

interface Owner {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** Rules of one organization: each is evaluated for everybody who changes. */
const most = 100;

/** A new rule is inactive: it does nothing before somebody has looked at whom it chooses. */
export async function createGroupRule({ db }: Database, owner: Owner, fields: GroupRuleFields): Promise<RuleOutcome> {
  const { organizationId } = owner;
  const faults = findRuleFaults(fields.expression, await customUserAttributes(db, organizationId));
  if (faults.length > 0) return { kind: 'faulty', faults };
  return db.transaction().execute(async (transaction) => {
    const count = (await listGroupRules(transaction, organizationId)).length;
    if (count >= most) return { kind: 'too-many', most };
    const refused = await checkTargets(transaction, organizationId, fields);
    if (refused !== undefined) return refused;
    const id = newId();
    const { name, expression } = fields;
    await sql`insert into group_rules (organization_id, id, name, expression)
      values (${organizationId}, ${id}, ${name}, ${expression})`.execute(transaction);
    await setTargets(transaction, organizationId, id, fields);
    await record(transaction, owner, { id, operation: 'create', attributes: describe(undefined, fields) });
    return { kind: 'saved', id };
  });
}

export interface RuleEdit extends Partial<GroupRuleFields> {
  readonly active?: boolean;
}

/** Everybody is looked at again where the rule is active afterwards. */
export async function updateGroupRule(
  { db }: Database,
  { ruleId, ...owner }: Owner & { readonly ruleId: string },
  { active, ...edit }: RuleEdit,
): Promise<RuleOutcome> {
  const { organizationId } = owner;
  const faults =
    edit.expression === undefined
      ? []
      : findRuleFaults(edit.expression, await customUserAttributes(db, organizationId));
  if (faults.length > 0) return { kind: 'faulty', faults };
  if (!isResourceId(ruleId)) return { kind: 'unknown' };
  return db.transaction().execute(async (transaction) => {
    await sql`select from group_rules where organization_id = ${organizationId} and id = ${ruleId} for update`.execute(
      transaction,
    );
    const [before] = await listGroupRules(transaction, organizationId, ruleId);
    if (before === undefined) return { kind: 'unknown' };
    const fields = { ...fieldsOf(before), ...edit };
    const refused = await checkTargets(transaction, organizationId, fields);
    if (refused !== undefined) return refused;
    const activated = active ?? before.active;
    const attributes = [
      ...describe(fieldsOf(before), fields),
      ...(activated === before.active ? [] : [{ path: 'active', before: before.active, after: activated }]),
    ];
    if (attributes.length === 0) return { kind: 'saved', id: ruleId };
    await sql`update group_rules set name = ${fields.name}, expression = ${fields.expression}, active = ${activated}
      where organization_id = ${organizationId} and id = ${ruleId}`.execute(transaction);
    await setTargets(transaction, organizationId, ruleId, fields);
    if (activated) await lookAtEverybody(transaction, organizationId);
    await record(transaction, owner, { id: ruleId, operation: 'update', attributes });
    return { kind: 'saved', id: ruleId };
  });
}

/** `members`: whether who became a member by this rule alone stays one. False: no such rule. */
export async function deleteGroupRule(
  database: Database,
  lane: GroupLane,
  { ruleId, members, ...owner }: Owner & { readonly ruleId: string; readonly members: 'keep' | 'remove' },
): Promise<boolean> {
  const { organizationId } = owner;
  if (!isResourceId(ruleId)) return false;
  // from here on it gives nothing more; what evaluates it just now holds the row
  await sql`update group_rules set active = false where organization_id = ${organizationId} and id = ${ruleId}`.execute(
    database.db,
  );
  if (members === 'remove') await releaseMembers(database, lane, { ruleId, ...owner });
  return database.db.transaction().execute(async (transaction) => {
    const [rule] = await listGroupRules(transaction, organizationId, ruleId);
    if (rule === undefined) return false;
    await sql`delete from group_rules where organization_id = ${organizationId} and id = ${ruleId}`.execute(
      transaction,
    );
    await record(transaction, owner, {
      id: ruleId,
      operation: 'delete',
      attributes: [{ path: 'name', before: rule.name }],
    });
    return true;
  });
}

async function checkTargets(
  transaction: Transaction<Tables>,
  organizationId: string,
  { groups, except }: GroupRuleFields,
): Promise<RuleOutcome | undefined> {
  const { rows: found } = await sql<{ id: string; display_name: string; managed: boolean }>`
    select id, display_name, external_id is not null as managed from groups
    where organization_id = ${organizationId} and id = any(${groups.filter(isResourceId)}::uuid[])`.execute(
    transaction,
  );
  const { rows: people } = await sql<{ id: string }>`
    select id from users
    where organization_id = ${organizationId} and id = any(${except.filter(isResourceId)}::uuid[])`.execute(
    transaction,
  );
  const missing = groups.filter((id) => !found.some((one) => one.id === id));
  if (missing.length > 0) return { kind: 'unknown-targets', path: 'groups', ids: missing };
  const nobody = except.filter((id) => !people.some((one) => one.id === id));
  if (nobody.length > 0) return { kind: 'unknown-targets', path: 'except', ids: nobody };
  const managed = found.find((one) => one.managed);
  return managed === undefined ? undefined : { kind: 'managed', displayName: managed.display_name };
}

async function setTargets(
  transaction: Transaction<Tables>,
  organizationId: string,
  ruleId: string,
  { groups, except }: GroupRuleFields,
): Promise<void> {
  for (const [table, column, ids] of [
    ['group_rule_groups', 'group_id', groups],
    ['group_rule_exceptions', 'user_id', except],
  ] as const) {
    await sql`delete from ${sql.table(table)} where organization_id = ${organizationId} and rule_id = ${ruleId}`.execute(
      transaction,
    );
    await sql`insert into ${sql.table(table)} (organization_id, rule_id, ${sql.ref(column)})
      select ${organizationId}::uuid, ${ruleId}::uuid, id from unnest(${[...new Set(ids)]}::uuid[]) as id`.execute(
      transaction,
    );
  }
}

async function lookAtEverybody(transaction: Transaction<Tables>, organizationId: string): Promise<void> {
  await sql`
    insert into group_rule_due (organization_id, user_id)
    select organization_id, id from users where organization_id = ${organizationId} order by id
    on conflict (organization_id, user_id) do update set since = now()`.execute(transaction);
}

function fieldsOf({ name, expression, groups, except }: GroupRule): GroupRuleFields {
  return { name, expression, groups: groups.map(({ id }) => id), except: except.map(({ id }) => id) };
}

/** What of the fields is not as it was before. */
function describe(before: GroupRuleFields | undefined, after: GroupRuleFields): AttributeChange[] {
  return (['name', 'expression', 'groups', 'except'] as const).flatMap((path) => {
    const [old, now] = [before?.[path], after[path]].map((value) =>
      value === undefined || typeof value === 'string' ? value : value.toSorted(),
    );
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ path, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) }];
  });
}

async function record(
  transaction: Transaction<Tables>,
  { organizationId, actor }: Owner,
  { id, ...entry }: { id: string; operation: 'create' | 'update' | 'delete'; attributes: readonly AttributeChange[] },
): Promise<void> {
  await recordChanges(transaction, [{ organizationId, actor, resourceType: 'GroupRule', resourceId: id, ...entry }]);
}
