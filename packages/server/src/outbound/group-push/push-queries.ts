import { describeError, isRemoteId, listPages, withoutMembers } from '@lockstep/scim-client';
import { sql, type RawBuilder } from 'kysely';
import { isResourceId } from '../../directory/resource-id.ts';
import { findApplicationId, findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { SyncState } from '../app-users/sync-state.ts';
import type { OutboundContext } from '../options.ts';
import { openTarget } from '../target/open-target.ts';
import { nameTest, ruleFault, type NameRule, type RuleOperator } from './rule-match.ts';

/** One pushed group, as the console shows it. Instants are ISO 8601. */
export interface PushedGroupView {
  readonly groupId: string;
  readonly displayName: string;
  /** The directory has it no more. */
  readonly deleted: boolean;
  /** Absent: chosen by name. */
  readonly ruleId?: string;
  readonly active: boolean;
  readonly ending?: 'leave' | 'delete';
  readonly syncState: SyncState;
  readonly remoteId?: string;
  /** The name that the target is known to hold. */
  readonly remoteName?: string;
  /** People who are members at the target. */
  readonly members: number;
  /** Members whom the target refused. */
  readonly refused: number;
  readonly pushedAt?: string;
  readonly nextAttemptAt?: string;
  readonly error?: { readonly kind: string; readonly message: string; readonly status?: number; readonly at: string };
}

export interface PushedGroupQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Part of a name. */
  readonly search?: string | undefined;
  readonly syncState?: SyncState | undefined;
}

export interface PushedGroupPage {
  readonly groups: readonly PushedGroupView[];
  readonly next?: string;
}

interface GroupRow {
  group_id: string;
  display_name: string;
  deleted: boolean;
  rule_id: string | null;
  active: boolean;
  ending: 'leave' | 'delete' | null;
  sync_state: SyncState;
  remote_id: string | null;
  remote_name: string | null;
  members: number;
  refused: number;
  pushed_at: Date | null;
  next_attempt_at: Date | null;
  error_class: string | null;
  error_message: string | null;
  error_status: number | null;
  error_at: Date | null;
}

/** The state of the row `p` of pushed_groups under its application `a`, in the words that pairs have. */
const pushState: RawBuilder<SyncState> = sql`case
  when p.lease_until > now() then 'SYNCING'
  when not (a.api_integration and a.push_groups) or not (p.active or p.ending is not null) then 'DISABLED'
  when p.next_attempt_at is not null then 'OUT_OF_SYNC'
  when p.error_message is not null then 'ERROR'
  else 'SYNCHRONIZED' end`;

/** A page ordered by name; undefined where there is no such application. A cursor that is none starts anew. */
export async function listPushedGroups(
  context: OutboundContext,
  place: ApplicationPlace,
  query: PushedGroupQuery,
): Promise<PushedGroupPage | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const { rows } = await sql<GroupRow>`
    select p.group_id, p.display_name, p.rule_id, p.active, p.ending, ${pushState} as sync_state, p.remote_id,
      p.remote_name, p.pushed_at, p.next_attempt_at, p.error_class, p.error_message, p.error_status, p.error_at,
      not exists (select from groups d where d.organization_id = p.organization_id and d.id = p.group_id) as deleted,
      m.members, m.refused
    from pushed_groups p
    join applications a on a.organization_id = p.organization_id and a.id = p.application_id
    cross join lateral (
      select count(*) filter (where held)::int as members,
        count(*) filter (where error_message is not null)::int as refused
      from pushed_group_members h
      where h.organization_id = p.organization_id and h.application_id = p.application_id and h.group_id = p.group_id
    ) m
    where p.organization_id = ${place.organizationId} and p.application_id = ${applicationId} and ${conditionsOf(query)}
    order by p.display_name, p.group_id
    limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { groups: page.map(toView), ...(more ? { next: writeCursor(last) } : {}) };
}

function conditionsOf({ cursor, search = '', syncState }: PushedGroupQuery): RawBuilder<unknown> {
  const conditions = [sql`true`];
  const after = readCursor(cursor);
  if (after !== undefined) conditions.push(sql`(p.display_name, p.group_id) > (${after[0]}, ${after[1]}::uuid)`);
  if (search !== '') {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    conditions.push(sql`p.display_name ilike ${pattern}`);
  }
  if (syncState !== undefined) conditions.push(sql`${pushState} = ${syncState}`);
  return sql.join(conditions, sql` and `);
}

function toView(row: GroupRow): PushedGroupView {
  return {
    groupId: row.group_id,
    displayName: row.display_name,
    deleted: row.deleted,
    ...(row.rule_id === null ? {} : { ruleId: row.rule_id }),
    active: row.active,
    ...(row.ending === null ? {} : { ending: row.ending }),
    syncState: row.sync_state,
    ...(row.remote_id === null ? {} : { remoteId: row.remote_id }),
    ...(row.remote_name === null ? {} : { remoteName: row.remote_name }),
    members: row.members,
    refused: row.refused,
    ...(row.pushed_at === null ? {} : { pushedAt: row.pushed_at.toISOString() }),
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: row.next_attempt_at.toISOString() }),
    ...errorOf(row),
  };
}

function errorOf({ error_class: kind, error_message: message, error_status: status, error_at: at }: GroupRow) {
  if (kind === null || message === null || at === null) return {};
  return { error: { kind, message, ...(status === null ? {} : { status }), at: at.toISOString() } };
}

function writeCursor(row: GroupRow): string {
  return Buffer.from(JSON.stringify([row.display_name, row.group_id])).toString('base64url');
}

function readCursor(cursor: string | undefined): readonly [string, string] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [name, groupId] = value as unknown[];
    return typeof name === 'string' && typeof groupId === 'string' && isResourceId(groupId)
      ? [name, groupId]
      : undefined;
  } catch {
    return undefined;
  }
}

/** A member whom the target refused to add, or to remove. */
export interface RefusedMember {
  readonly remoteId: string;
  /** Absent where it is nobody of ours. */
  readonly userId?: string;
  readonly loginName?: string;
  readonly displayName?: string;
  readonly was: 'added' | 'removed';
  readonly message: string;
  readonly status?: number;
  readonly at: string;
}

interface RefusedRow {
  remote_id: string;
  held: boolean;
  error_message: string;
  error_status: number | null;
  error_at: Date;
  user_id: string | null;
  login_name: string | null;
  display_name: string | null;
}

/** The first hundred of a group; undefined where it is not pushed. */
export async function listRefusedMembers(
  context: OutboundContext,
  place: ApplicationPlace,
  groupId: string,
): Promise<readonly RefusedMember[] | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined || !isResourceId(groupId)) return undefined;
  const pushed = await db
    .selectFrom('pushed_groups')
    .select('group_id')
    .where('organization_id', '=', place.organizationId)
    .where('application_id', '=', applicationId)
    .where('group_id', '=', groupId)
    .executeTakeFirst();
  if (pushed === undefined) return undefined;
  const { rows } = await sql<RefusedRow>`
    select m.remote_id, m.held, m.error_message, m.error_status, m.error_at, p.user_id, p.login_name, p.display_name
    from pushed_group_members m
    left join app_users p on p.organization_id = m.organization_id and p.application_id = m.application_id
      and p.remote_id = m.remote_id
    where m.organization_id = ${place.organizationId} and m.application_id = ${applicationId}
      and m.group_id = ${groupId}::uuid and m.error_message is not null
    order by p.login_name, m.remote_id limit 100`.execute(db);
  return rows.map((row) => ({
    remoteId: row.remote_id,
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.login_name === null ? {} : { loginName: row.login_name }),
    ...(row.display_name === null ? {} : { displayName: row.display_name }),
    was: row.held ? ('removed' as const) : ('added' as const),
    message: row.error_message,
    ...(row.error_status === null ? {} : { status: row.error_status }),
    at: row.error_at.toISOString(),
  }));
}

export interface PushRuleView {
  readonly id: string;
  readonly operator: RuleOperator;
  readonly pattern: string;
  readonly existing: 'link' | 'task';
  readonly createdAt: string;
  /** Groups that it chose. */
  readonly groups: number;
}

/** The rules of an application, the oldest first; undefined where there is none such. */
export async function listPushRules(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<readonly PushRuleView[] | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const { rows } = await sql<{
    id: string;
    operator: RuleOperator;
    pattern: string;
    existing: 'link' | 'task';
    created_at: Date;
    groups: number;
  }>`
    select r.id, r.operator, r.pattern, r.existing, r.created_at, (
      select count(*)::int from pushed_groups p
      where p.organization_id = r.organization_id and p.application_id = r.application_id and p.rule_id = r.id
    ) as groups
    from group_push_rules r
    where r.organization_id = ${place.organizationId} and r.application_id = ${applicationId}
    order by r.created_at, r.id`.execute(db);
  return rows.map(({ created_at: at, ...rule }) => ({ ...rule, createdAt: at.toISOString() }));
}

export type RulePreview =
  | { readonly kind: 'previewed'; readonly total: number; readonly examples: readonly string[] }
  | { readonly kind: 'faulty'; readonly message: string };

/** Which groups a rule would choose now; ten names of them. */
export async function previewPushRule(
  context: OutboundContext,
  organizationId: string,
  rule: NameRule,
): Promise<RulePreview> {
  const message = ruleFault(rule);
  if (message !== undefined) return { kind: 'faulty', message };
  const groups = await context.database.db
    .selectFrom('groups')
    .select('display_name')
    .where('organization_id', '=', organizationId)
    .orderBy('display_name')
    .execute();
  const test = nameTest(rule);
  const names = groups.map((group) => group.display_name).filter(test);
  return { kind: 'previewed', total: names.length, examples: names.slice(0, 10) };
}

interface TargetGroup {
  readonly remoteId: string;
  readonly displayName: string;
  /** The name of the pushed group that is linked to it. */
  readonly linkedTo?: string;
}

export type TargetGroups =
  | { readonly kind: 'listed'; readonly groups: readonly TargetGroup[]; readonly total: number }
  /** What the target said, in plain words. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unknown' };

/** Groups that are asked for at most; more are found by their name. */
const mostListed = 2000;

/** The groups of the target, as it lists them now, by name. */
export async function listTargetGroups(context: OutboundContext, place: ApplicationPlace): Promise<TargetGroups> {
  const { db } = context.database;
  const row = await findApplicationRow(db, place);
  if (row === undefined) return { kind: 'unknown' };
  if (row.api_token_sealed === null)
    return { kind: 'failed', message: 'Enter the API token of the application first.' };
  const { client } = openTarget(context, row);
  const groups: TargetGroup[] = [];
  let total = 0;
  for await (const page of listPages(client, '/Groups', withoutMembers(client.profile.groups))) {
    if (!page.ok) return { kind: 'failed', message: describeError(page.error) };
    ({ total } = page);
    for (const { id, displayName } of page.resources) {
      if (isRemoteId(id) && typeof displayName === 'string') groups.push({ remoteId: id, displayName });
    }
    if (groups.length >= mostListed) break;
  }
  const linked = await db
    .selectFrom('pushed_groups')
    .select(['remote_id', 'display_name'])
    .where('organization_id', '=', row.organization_id)
    .where('application_id', '=', row.id)
    .where('remote_id', 'is not', null)
    .execute();
  const names = new Map(linked.map((one) => [one.remote_id, one.display_name]));
  return {
    kind: 'listed',
    total,
    groups: groups
      .map((group) => ({ ...group, ...linkOf(names.get(group.remoteId)) }))
      .sort((a, b) => a.displayName.localeCompare(b.displayName)),
  };
}

const linkOf = (name: string | undefined) => (name === undefined ? {} : { linkedTo: name });
