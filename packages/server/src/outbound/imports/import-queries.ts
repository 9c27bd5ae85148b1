import { sql, type RawBuilder } from 'kysely';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';

/** How an account of an import stands: `linked` and `ignored` go before what it was matched as. */
type AccountState = 'new' | 'exact' | 'partial' | 'conflict' | 'linked' | 'ignored';

/** The last import of an application. Instants are ISO 8601. */
export interface AppImport {
  readonly state: 'running' | 'finished' | 'failed';
  /** Accounts that were read, and how many there are as far as the application says. */
  readonly accounts: number;
  readonly total?: number;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Why it failed, or why it waits before it goes on. */
  readonly error?: string;
  readonly counts: Readonly<Record<AccountState, number>>;
}

interface Candidate {
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: string;
}

export interface ImportedAccount {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly email: string;
  readonly active: boolean;
  readonly state: AccountState;
  /** Of a linked account: whose it is; else whose it may be. */
  readonly candidates: readonly Candidate[];
}

export interface AccountQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly search?: string | undefined;
  readonly state?: AccountState | undefined;
}

/** Undefined where there is no such application; without `import` where none was ever begun. */
export async function getImport(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<{ readonly import?: AppImport } | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const row = await db
    .selectFrom('app_imports')
    .selectAll()
    .where('organization_id', '=', place.organizationId)
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
  if (row === undefined) return {};
  const { rows } = await sql<{ state: AccountState; count: string }>`
    select ${stateOf} as state, count(*) as count ${accountsOf(place.organizationId, applicationId)} group by 1
  `.execute(db);
  const counts = { new: 0, exact: 0, partial: 0, conflict: 0, linked: 0, ignored: 0 };
  for (const { state, count } of rows) counts[state] = Number(count);
  return {
    import: {
      state: row.state,
      accounts: row.accounts,
      ...(row.total === null ? {} : { total: row.total }),
      startedAt: row.started_at.toISOString(),
      ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.toISOString() }),
      ...(row.error_message === null ? {} : { error: row.error_message }),
      counts,
    },
  };
}

const stateOf = sql`case when p.user_id is not null then 'linked' when i.ignored then 'ignored' else i.match end`;

function accountsOf(organizationId: string, applicationId: string): RawBuilder<unknown> {
  return sql`
    from imported_accounts i
    left join app_users p on p.organization_id = i.organization_id and p.application_id = i.application_id
      and p.remote_id = i.remote_id
    where i.organization_id = ${organizationId} and i.application_id = ${applicationId}`;
}

interface AccountRow {
  remote_id: string;
  user_name: string;
  display_name: string;
  email: string;
  active: boolean;
  state: AccountState;
  candidates: Candidate[] | null;
}

/** A page ordered by login name; undefined where there is no such application. */
export async function listImportedAccounts(
  context: OutboundContext,
  place: ApplicationPlace,
  query: AccountQuery,
): Promise<{ readonly accounts: readonly ImportedAccount[]; readonly next?: string } | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const { rows } = await sql<AccountRow>`
    select i.remote_id, i.user_name, i.display_name, i.email, i.active, ${stateOf} as state, (
      select jsonb_agg(jsonb_build_object('userId', u.id, 'loginName', u.user_name, 'displayName', u.display_name)
        order by u.user_name)
      from users u
      where u.organization_id = i.organization_id
        and u.id = any(case when p.user_id is null then i.candidates else array[p.user_id] end)
    ) as candidates
    ${accountsOf(place.organizationId, applicationId)} and ${conditionsOf(query)}
    order by i.user_name, i.remote_id
    limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return {
    accounts: page.map(({ remote_id: id, user_name: userName, display_name: displayName, candidates, ...rest }) => ({
      id,
      userName,
      displayName,
      ...rest,
      candidates: candidates ?? [],
    })),
    ...(more ? { next: Buffer.from(JSON.stringify([last.user_name, last.remote_id])).toString('base64url') } : {}),
  };
}

function conditionsOf({ cursor, search = '', state }: AccountQuery): RawBuilder<unknown> {
  const conditions = [sql`true`];
  const after = readCursor(cursor);
  if (after !== undefined) conditions.push(sql`(i.user_name, i.remote_id) > (${after[0]}, ${after[1]})`);
  if (search !== '') {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    conditions.push(sql`(i.user_name ilike ${pattern} or i.display_name ilike ${pattern} or i.email ilike ${pattern})`);
  }
  if (state !== undefined) conditions.push(sql`${stateOf} = ${state}`);
  return sql.join(conditions, sql` and `);
}

/** A cursor that is none starts anew. */
function readCursor(cursor: string | undefined): readonly [string, string] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [userName, remoteId] = value as unknown[];
    return typeof userName === 'string' && typeof remoteId === 'string' ? [userName, remoteId] : undefined;
  } catch {
    return undefined;
  }
}
