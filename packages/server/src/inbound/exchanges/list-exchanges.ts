import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { ClientName } from './exchange.ts';

/** What a list of requests asks for. */
export interface ExchangeQuery {
  /** A login name or the id of a resource. */
  readonly user?: string | undefined;
  /** A status such as `409`, or a class of them. */
  readonly status?: number | 'ok' | 'refused' | 'failed' | undefined;
  readonly token?: string | undefined;
  readonly client?: ClientName | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Id of the last request of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A request as a list shows it. */
export interface ListedExchange {
  readonly id: string;
  readonly at: Date;
  readonly duration_ms: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly client: ClientName;
  readonly user_agent: string;
  readonly address: string;
  readonly token_id: string | null;
  readonly token_name: string | null;
  readonly login_name: string | null;
  readonly resource_id: string | null;
  readonly tolerance_count: number;
}

/** Whose requests are looked at. */
export interface ExchangePlace {
  readonly organizationId: string;
  readonly connectionId: string;
}

/** How many requests one query looks through where no index helps; a rare filter goes on with the next page. */
const mostLookedAt = 20_000;

/** Of the connection, and those that were refused before it was known whose they are. */
export function ofPlace({ organizationId, connectionId }: ExchangePlace): RawBuilder<unknown> {
  return sql`organization_id = ${organizationId} and (connection_id = ${connectionId} or connection_id is null)`;
}

function statusCondition(status: NonNullable<ExchangeQuery['status']>): RawBuilder<unknown> {
  switch (status) {
    case 'ok':
      return sql`status < 400`;
    case 'refused':
      return sql`status between 400 and 499`;
    case 'failed':
      return sql`status >= 500`;
    default:
      return sql`status = ${status}`;
  }
}

/** Ids that a login name has had: requests by id alone, such as a deletion, are about the user too. */
function userCondition({ organizationId }: ExchangePlace, user: string): RawBuilder<unknown> {
  const name = user.trim().toLowerCase();
  return sql`(login_name = ${name} or resource_id = ${name} or resource_id in (
    select resource_id from (
      select resource_id from exchanges
      where organization_id = ${organizationId} and login_name = ${name} and resource_id is not null
      order by id desc limit 500
    ) named
    union
    select id::text from users where organization_id = ${organizationId} and user_name_key = ${name}
  ))`;
}

function conditions(place: ExchangePlace, query: ExchangeQuery): RawBuilder<unknown> {
  const { user, status, token, client, to } = query;
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (user !== undefined && user.trim() !== '') parts.push(userCondition(place, user));
  if (status !== undefined) parts.push(statusCondition(status));
  if (token !== undefined) parts.push(sql`token_id::text = ${token}`);
  if (client !== undefined) parts.push(sql`client = ${client}`);
  if (to !== undefined) parts.push(sql`at < ${to}`);
  return sql.join(parts, sql` and `);
}

/** The least id of a time (RFC 9562 §5.7): ids begin with the milliseconds. */
function idAt(time: Date): string {
  const digits = Math.max(0, time.getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** An id counts the arrival, `at` is worked out back from the end; a minute holds what lies between. */
const slack = 60_000;

function range({ after, from, to }: ExchangeQuery): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (after !== undefined) parts.push(sql`id < ${after}`);
  if (from !== undefined) parts.push(sql`id >= ${idAt(new Date(from.getTime() - slack))} and at >= ${from}`);
  if (to !== undefined) parts.push(sql`id < ${idAt(new Date(to.getTime() + slack))}`);
  return sql.join(parts, sql` and `);
}

const columns = sql`id, at, duration_ms, method, path, status, scim_type, detail, client, user_agent, address, token_id,
  token_name, login_name, resource_id, coalesce(jsonb_array_length(tolerances), 0) as tolerance_count`;

export interface ExchangePage {
  readonly exchanges: readonly ListedExchange[];
  /** Where to go on, also where nothing of this stretch fits the filter; absent at the end. */
  readonly next?: string;
}

/** Requests of a connection, newest first; a page may hold fewer than `limit` where few fit the filter. */
export async function listExchanges(
  db: Kysely<Tables>,
  place: ExchangePlace,
  query: ExchangeQuery,
): Promise<ExchangePage> {
  const { limit } = query;
  const edge = looksThrough(query) ? await findEdge(db, place, query) : undefined;
  const { rows } = await sql<ListedExchange>`
    select ${columns} from exchanges
    where ${ofPlace(place)} and ${range(query)} and ${conditions(place, query)}
      ${edge === undefined ? sql`` : sql`and id >= ${edge}`}
    order by id desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? page.at(-1)?.id : edge;
  return next === undefined ? { exchanges: page } : { exchanges: page, next };
}

function looksThrough({ user, status, token, client }: ExchangeQuery): boolean {
  return (user === undefined || user === '') && (status ?? token ?? client) !== undefined;
}

/** The id where the looking ends, when there is more beyond it. */
async function findEdge(db: Kysely<Tables>, place: ExchangePlace, query: ExchangeQuery): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from exchanges where ${ofPlace(place)} and ${range(query)}
    order by id desc offset ${mostLookedAt - 1} limit 1`.execute(db);
  return rows[0]?.id;
}
