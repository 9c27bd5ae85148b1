import { sql, type RawBuilder } from 'kysely';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { EndEvent, Ending } from '../applications/lifecycle.ts';
import type { OutboundContext } from '../options.ts';
import { namesToBe } from './account-names.ts';
import { syncState, type SyncState } from './sync-state.ts';

/** One pair, as the console shows it. Instants are ISO 8601. */
export interface AppUser {
  readonly userId: string;
  /** In the directory. */
  readonly loginName: string;
  /** The login name at the application that the assignment sets. */
  readonly assignedLoginName?: string;
  /** That of the account, or the one that it is to be made with; absent where there is none, and none can be made. */
  readonly accountLoginName?: string;
  readonly displayName: string;
  readonly assigned: boolean;
  /** What assigns the person; absent where nothing does (any more). */
  readonly source?: { readonly kind: 'personal' } | { readonly kind: 'group'; readonly group: AssigningGroup };
  readonly status: 'STAGED' | 'PROVISIONED' | 'DEPROVISIONED';
  readonly syncState: SyncState;
  readonly remoteId?: string;
  readonly attempts: number;
  readonly nextAttemptAt?: string;
  readonly appliedAt?: string;
  /** Why the account is not to be active, what becomes of it, and from when on it is to be deleted. */
  readonly end?: { readonly by: EndEvent; readonly ending: Ending; readonly deleteAt?: string };
  readonly error?: { readonly kind: string; readonly message: string; readonly status?: number; readonly at: string };
}

interface AssigningGroup {
  readonly id: string;
  readonly displayName: string;
}

export interface AppUserQuery {
  /** The `next` of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Part of a display name or of a login name, in the directory or of the account. */
  readonly search?: string | undefined;
  readonly syncState?: SyncState | undefined;
  /** The id of one user. */
  readonly user?: string | undefined;
}

export interface AppUserPage {
  readonly users: readonly AppUser[];
  readonly next?: string;
}

interface AppUserRow {
  user_id: string;
  login_name: string;
  assigned_login_name: string | null;
  account_login_name: string | null;
  display_name: string;
  assigned: boolean;
  group_id: string | null;
  group_name: string | null;
  ended_by: EndEvent | null;
  ending: Ending | null;
  delete_at: Date | null;
  status: AppUser['status'];
  sync_state: SyncState;
  remote_id: string | null;
  attempts: number;
  next_attempt_at: Date | null;
  applied_at: Date | null;
  error_class: string | null;
  error_message: string | null;
  error_status: number | null;
  error_at: Date | null;
}

/** A page ordered by login name; undefined where there is no such application. A cursor that is none starts anew. */
export async function listAppUsers(
  context: OutboundContext,
  place: ApplicationPlace,
  query: AppUserQuery,
): Promise<AppUserPage | undefined> {
  const { db } = context.database;
  const application = await findApplicationRow(db, place);
  if (application === undefined) return undefined;
  const { rows } = await sql<AppUserRow>`
    select p.user_id, p.login_name, v.login_name as assigned_login_name,
      case when p.remote_id is not null then p.applied_profile ->> 'userName' end as account_login_name, p.display_name, p.assigned, p.status,
      ${syncState} as sync_state, p.remote_id, p.group_id, g.display_name as group_name, p.ended_by, p.ending,
      p.delete_at, p.attempts, p.next_attempt_at, p.applied_at,
      p.error_class, p.error_message, p.error_status, p.error_at
    from app_users p
    join applications a on a.organization_id = p.organization_id and a.id = p.application_id
    left join personal_values v on v.organization_id = p.organization_id and v.application_id = p.application_id
      and v.user_id = p.user_id
    left join groups g on g.organization_id = p.organization_id and g.id = p.group_id
    where p.organization_id = ${place.organizationId} and p.application_id = ${application.id}
      and ${conditionsOf(query)}
    order by p.login_name, p.user_id
    limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  const unnamed = page.filter((row) => row.account_login_name === null).map((row) => row.user_id);
  const names = await namesToBe(context, application, unnamed);
  return { users: page.map((row) => toAppUser(row, names)), ...(more ? { next: writeCursor(last) } : {}) };
}

function conditionsOf({ cursor, search = '', syncState: state, user }: AppUserQuery): RawBuilder<unknown> {
  const conditions = [sql`true`];
  const after = readCursor(cursor);
  if (after !== undefined) conditions.push(sql`(p.login_name, p.user_id) > (${after[0]}, ${after[1]}::uuid)`);
  if (search !== '') {
    const pattern = `%${escapeLike(search)}%`;
    conditions.push(sql`(p.login_name ilike ${pattern} or p.display_name ilike ${pattern} or v.login_name ilike ${pattern}
      or (p.remote_id is not null and p.applied_profile ->> 'userName' ilike ${pattern}))`);
  }
  if (user !== undefined) conditions.push(sql`p.user_id = ${user}`);
  if (state !== undefined) conditions.push(sql`${syncState} = ${state}`);
  return sql.join(conditions, sql` and `);
}

function toAppUser(row: AppUserRow, names: ReadonlyMap<string, string>): AppUser {
  const accountLoginName = row.account_login_name ?? names.get(row.user_id);
  return {
    userId: row.user_id,
    loginName: row.login_name,
    ...(accountLoginName === undefined ? {} : { accountLoginName }),
    ...(row.assigned_login_name === null ? {} : { assignedLoginName: row.assigned_login_name }),
    displayName: row.display_name,
    assigned: row.assigned,
    ...sourceOf(row),
    ...endOf(row),
    status: row.status,
    syncState: row.sync_state,
    ...(row.remote_id === null ? {} : { remoteId: row.remote_id }),
    attempts: row.attempts,
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: row.next_attempt_at.toISOString() }),
    ...(row.applied_at === null ? {} : { appliedAt: row.applied_at.toISOString() }),
    ...errorOf(row),
  };
}

function errorOf(row: AppUserRow): Pick<AppUser, 'error'> {
  const { error_class: kind, error_message: message, error_status: status, error_at: at } = row;
  if (kind === null || message === null || at === null) return {};
  return { error: { kind, message, ...(status === null ? {} : { status }), at: at.toISOString() } };
}

function sourceOf({ assigned, group_id: id, group_name: displayName }: AppUserRow): Pick<AppUser, 'source'> {
  if (!assigned) return {};
  if (id === null) return { source: { kind: 'personal' } };
  // the group may be gone, and the feed not yet followed
  return { source: { kind: 'group', group: { id, displayName: displayName ?? id } } };
}

function endOf({ ended_by: by, ending, delete_at: at, remote_id: remoteId }: AppUserRow): Pick<AppUser, 'end'> {
  if (by === null || ending === null) return {};
  return { end: { by, ending, ...(at === null || remoteId === null ? {} : { deleteAt: at.toISOString() }) } };
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

function writeCursor(row: AppUserRow): string {
  return Buffer.from(JSON.stringify([row.login_name, row.user_id])).toString('base64url');
}

function readCursor(cursor: string | undefined): readonly [string, string] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [loginName, userId] = value as unknown[];
    const fits = typeof loginName === 'string' && typeof userId === 'string' && /^[0-9a-f-]{36}$/.test(userId);
    return fits ? [loginName, userId] : undefined;
  } catch {
    return undefined;
  }
}
