import { ruleTest, type RuleTest, type SourceUser } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { GroupLane } from '../groups/group-lane.ts';

/** People of one batch. */
const batchSize = 500;

const actor: Actor = { kind: 'system', name: 'Group rules' };

/** A membership that a rule gives, or gave. */
interface Given {
  readonly rule_id: string;
  readonly group_id: string;
  readonly user_id: string;
}

interface Rule {
  readonly id: string;
  readonly test: RuleTest;
  readonly groups: readonly string[];
  readonly except: ReadonlySet<string>;
}

const keyOf = (one: Omit<Given, 'rule_id'>): string => `${one.group_id}/${one.user_id}`;
const ruleKeyOf = (one: Given): string => `${one.rule_id}/${keyOf(one)}`;

/**
 * Looks at up to 500 people of one organization who are due. Returns false where nobody is. What it does can be done
 * again: that a membership is the rule's is on record before it is given, and taken off the record after it was taken.
 */
export async function applyDueRules(database: Database, lane: GroupLane): Promise<boolean> {
  return database.db.transaction().execute(async (transaction) => {
    const { rows: waiting } = await sql<{ organization_id: string }>`
      select organization_id from group_rule_due limit 1`.execute(transaction);
    const organizationId = waiting[0]?.organization_id;
    if (organizationId === undefined) return false;
    // the rules first, then the people, as whoever changes a rule has it
    const rules = await loadRules(transaction, organizationId);
    const { rows: due } = await sql<{ user_id: string }>`
      select user_id from group_rule_due where organization_id = ${organizationId}
      order by user_id limit ${batchSize}
      for update skip locked`.execute(transaction);
    // another process is at it
    if (due.length === 0) return false;
    const users = due.map((row) => row.user_id);
    await applyTo({ database, lane, transaction, organizationId }, rules, users);
    await sql`
      delete from group_rule_due
      where organization_id = ${organizationId} and user_id = any(${users}::uuid[])`.execute(transaction);
    return true;
  });
}

interface Work {
  readonly database: Database;
  readonly lane: GroupLane;
  /** Holds the rules against changes; what is written is written outside, since it must outlive a failure later on. */
  readonly transaction: Transaction<Tables>;
  readonly organizationId: string;
}

async function applyTo(work: Work, rules: readonly Rule[], ids: readonly string[]): Promise<void> {
  const users = await loadUsers(work, ids);
  const held = await loadHeld(work, rules, users);
  const members = await loadMembers(work, rules, users);
  const heldKeys = new Set(held.map(ruleKeyOf));
  const wanted = rules.flatMap((rule) => users.flatMap((user) => wantedOf(rule, user, heldKeys)));
  const wantedKeys = new Set(wanted.map(ruleKeyOf));
  const byRule = new Set(held.map(keyOf));
  // whoever is a member already and by no rule is one by hand, and stays one
  const gained = wanted.filter((one) => !members.has(keyOf(one)) || byRule.has(keyOf(one)));
  const lost = held.filter((one) => !wantedKeys.has(ruleKeyOf(one)));
  const kept = new Set(wanted.map(keyOf));
  await insertGiven(
    work,
    gained.filter((one) => !heldKeys.has(ruleKeyOf(one))),
  );
  await writeMembers(work, {
    add: gained.filter((one) => !members.has(keyOf(one))),
    remove: lost.filter((one) => members.has(keyOf(one)) && !kept.has(keyOf(one))),
  });
  await deleteGiven(work, lost);
}

function wantedOf(rule: Rule, user: SourceUser, held: ReadonlySet<string>): Given[] {
  if (rule.except.has(user.id)) return [];
  const all = rule.groups.map((group_id) => ({ rule_id: rule.id, group_id, user_id: user.id }));
  const matches = rule.test(user);
  // what cannot be evaluated changes nothing
  return matches === undefined ? all.filter((one) => held.has(ruleKeyOf(one))) : matches ? all : [];
}

/** The active rules; of their groups those that no identity provider manages. */
async function loadRules(transaction: Transaction<Tables>, organizationId: string): Promise<Rule[]> {
  await sql`
    select from group_rules where organization_id = ${organizationId} and active order by id for share`.execute(
    transaction,
  );
  const { rows } = await sql<{ id: string; expression: string; groups: string[]; except: string[] }>`
    select r.id, r.expression,
      array(
        select t.group_id::text from group_rule_groups t
        join groups g on g.organization_id = t.organization_id and g.id = t.group_id and g.external_id is null
        where t.organization_id = r.organization_id and t.rule_id = r.id
      ) as groups,
      array(
        select x.user_id::text from group_rule_exceptions x
        where x.organization_id = r.organization_id and x.rule_id = r.id
      ) as except
    from group_rules r where r.organization_id = ${organizationId} and r.active`.execute(transaction);
  return rows.map(({ id, expression, groups, except }) => ({
    id,
    test: ruleTest(expression),
    groups,
    except: new Set(except),
  }));
}

async function loadUsers({ transaction, organizationId }: Work, ids: readonly string[]): Promise<SourceUser[]> {
  const { rows } = await sql<{ id: string; user_name: string; resource: JsonObject }>`
    select id, user_name, resource from users
    where organization_id = ${organizationId} and id = any(${ids}::uuid[])`.execute(transaction);
  const readAt = Date.now();
  return rows.map(({ id, user_name: userName, resource }) => ({ id, userName, resource, groups: [], readAt }));
}

async function loadHeld(
  { transaction, organizationId }: Work,
  rules: readonly Rule[],
  users: readonly SourceUser[],
): Promise<readonly Given[]> {
  const { rows } = await sql<Given>`
    select rule_id, group_id, user_id from group_rule_members
    where organization_id = ${organizationId} and user_id = any(${users.map(({ id }) => id)}::uuid[])
      and rule_id = any(${rules.map(({ id }) => id)}::uuid[])`.execute(transaction);
  return rows;
}

/** Who is a member of any group that an active rule is about or was about. */
async function loadMembers(
  { transaction, organizationId }: Work,
  rules: readonly Rule[],
  users: readonly SourceUser[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<Omit<Given, 'rule_id'>>`
    select m.group_id, m.user_id from group_members m
    join groups g on g.organization_id = m.organization_id and g.id = m.group_id and g.external_id is null
    where m.organization_id = ${organizationId} and m.user_id = any(${users.map(({ id }) => id)}::uuid[])
      and (m.group_id = any(${rules.flatMap(({ groups }) => groups)}::uuid[]) or exists (
        select from group_rule_members o
        where o.organization_id = m.organization_id and o.user_id = m.user_id and o.group_id = m.group_id
      ))`.execute(transaction);
  return new Set(rows.map(keyOf));
}

async function insertGiven({ database, organizationId }: Work, given: readonly Given[]): Promise<void> {
  if (given.length === 0) return;
  await sql`
    insert into group_rule_members (organization_id, user_id, group_id, rule_id)
    select ${organizationId}::uuid, g.* from unnest(
      ${given.map((one) => one.user_id)}::uuid[],
      ${given.map((one) => one.group_id)}::uuid[],
      ${given.map((one) => one.rule_id)}::uuid[]
    ) as g
    on conflict do nothing`.execute(database.db);
}

async function deleteGiven({ transaction, organizationId }: Work, given: readonly Given[]): Promise<void> {
  if (given.length === 0) return;
  await sql`
    delete from group_rule_members m
    using unnest(
      ${given.map((one) => one.user_id)}::uuid[],
      ${given.map((one) => one.group_id)}::uuid[],
      ${given.map((one) => one.rule_id)}::uuid[]
    ) as g(user_id, group_id, rule_id)
    where m.organization_id = ${organizationId} and m.user_id = g.user_id and m.group_id = g.group_id
      and m.rule_id = g.rule_id`.execute(transaction);
}

/** One write for each group; who or what is gone meanwhile makes it fail, and the batch is done again. */
async function writeMembers(
  { lane, organizationId }: Work,
  { add, remove }: { readonly add: readonly Given[]; readonly remove: readonly Given[] },
): Promise<void> {
  const groups = new Set([...add, ...remove].map((one) => one.group_id));
  for (const id of groups) {
    const usersOf = (given: readonly Given[]): string[] => [
      ...new Set(given.filter((one) => one.group_id === id).map((one) => one.user_id)),
    ];
    const members = { base: 'current', add: usersOf(add), remove: usersOf(remove) } as const;
    const outcome = await lane({
      kind: 'modify',
      organizationId,
      id,
      actor,
      members,
      change: ({ resource }) => resource,
    });
    if (outcome.kind === 'refused') throw outcome.error;
    if (outcome.kind !== 'written') throw new Error(`A group rule could not write a group: ${outcome.kind}.`);
  }
}
