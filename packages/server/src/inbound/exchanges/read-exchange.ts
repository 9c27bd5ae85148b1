import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { Kept, Noted } from './exchange.ts';
import { ofPlace, type ExchangePlace, type ListedExchange } from './list-exchanges.ts';

/** Everything that is kept of one request. */
export interface StoredExchange extends ListedExchange {
  readonly tolerances: readonly Noted[] | null;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly request_body: string | null;
  readonly request_kept: Kept;
  readonly request_bytes: number;
  readonly answer_headers: Readonly<Record<string, string>>;
  readonly answer_body: string | null;
  readonly answer_kept: Kept;
  readonly answer_bytes: number;
}

/** One recorded request; undefined when the connection has none with this id. */
export async function readExchange(
  db: Kysely<Tables>,
  place: ExchangePlace,
  id: string,
): Promise<StoredExchange | undefined> {
  const { rows } = await sql<StoredExchange>`
    select *, coalesce(jsonb_array_length(tolerances), 0) as tolerance_count from exchanges
    where ${ofPlace(place)} and id = ${id}`.execute(db);
  return rows[0];
}
