import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { LinkCause, LinkState } from '../../directory/links/link.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { Connection } from '../connection-rows.ts';

/** One user of the ledger. `since` and `cause` are absent where nothing ever tied the user to the connection. */
export interface Link {
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly state: LinkState;
  readonly since?: Date;
  readonly cause?: LinkCause;
  readonly heldLoginName?: string;
}

/** `search` looks in login name and display name; `state` may be `held`: login names that wait for approval. */
export interface LinkQuery {
  readonly search?: string | undefined;
  readonly state?: LinkState | 'held' | undefined;
  /** The login-name key of the last row of the page before, a space, and its user. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly user_id: string;
  readonly login_name: string;
  readonly key: string;
  readonly display_name: string;
  readonly active: boolean;
  readonly state: LinkState;
  readonly since: Date | null;
  readonly cause: LinkCause | null;
  readonly held_login_name: string | null;
}

function toLink(row: Row): Link {
  return {
    userId: row.user_id,
    loginName: row.login_name,
    displayName: row.display_name,
    active: row.active,
    state: row.state,
    ...(row.since === null ? {} : { since: row.since }),
    ...(row.cause === null ? {} : { cause: row.cause }),
    ...(row.held_login_name === null ? {} : { heldLoginName: row.held_login_name }),
  };
}

/** Users as they are, each with its tie; then those of whom only a tombstone is left. */
function ledgerOf({ organizationId, id }: Connection): RawBuilder<unknown> {
  return sql`(
    select users.id as user_id, user_name as login_name, user_name_key as key, users.display_name, active,
      coalesce(links.state, 'unlinked') as state, links.since, links.cause, links.held_login_name
    from users left join links on links.organization_id = users.organization_id and links.user_id = users.id
      and links.connection_id = ${id} and links.state <> 'tombstoned'
    where users.organization_id = ${organizationId}
    union all
    select user_id, login_name, login_name_key, display_name, false, state, since, cause, null from links
    where organization_id = ${organizationId} and connection_id = ${id} and state = 'tombstoned'
  ) as ledger`;
}

function matching({ search = '', state }: LinkQuery): RawBuilder<unknown> {
  const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const named = search === '' ? sql`true` : sql`(key like ${pattern} or lower(display_name) like ${pattern})`;
  if (state === undefined) return named;
  return state === 'held' ? sql`${named} and held_login_name is not null` : sql`${named} and state = ${state}`;
}

function following(after: string | undefined): RawBuilder<unknown> {
  if (after === undefined) return sql`true`;
  const gap = after.lastIndexOf(' ');
  return sql`(key, user_id) > (${after.slice(0, gap)}, ${after.slice(gap + 1)}::uuid)`;
}

/** One page of the ledger ordered by login name, and how many users match in all. */
export async function listLinks(
  db: Kysely<Tables>,
  connection: Connection,
  query: LinkQuery,
): Promise<{ readonly links: readonly Link[]; readonly total: number; readonly next?: string }> {
  const ledger = ledgerOf(connection);
  const where = matching(query);
  const [page, count] = await Promise.all([
    sql<Row>`select * from ${ledger} where ${where} and ${following(query.after)}
      order by key, user_id limit ${query.limit + 1}`.execute(db),
    sql<{ total: number }>`select count(*)::integer as total from ${ledger} where ${where}`.execute(db),
  ]);
  const rows = page.rows.slice(0, query.limit);
  const last = page.rows.length > query.limit ? rows.at(-1) : undefined;
  return {
    links: rows.map(toLink),
    total: count.rows[0]?.total ?? 0,
    ...(last === undefined ? {} : { next: `${last.key} ${last.user_id}` }),
  };
}

/** One user of the ledger; undefined for nobody. */
export async function findLink(db: Kysely<Tables>, connection: Connection, userId: string): Promise<Link | undefined> {
  const { rows } = await sql<Row>`select * from ${ledgerOf(connection)} where user_id = ${userId}`.execute(db);
  return rows[0] === undefined ? undefined : toLink(rows[0]);
}
