import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { ExchangeRow } from './exchange-row.ts';

/** A row with whose it is. */
export interface OwnedRow extends ExchangeRow {
  readonly organization_id: string;
  readonly connection_id: string | null;
  readonly token_id: string | null;
  readonly token_name: string | null;
}

/** Appends exchanges. One parameter of JSON: arrays of long texts are slow to write as PostgreSQL's own. */
export async function insertExchanges(db: Kysely<Tables>, rows: readonly OwnedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    // what a crash of the machine takes with it is a moment of the record, not of the directory
    await sql`set local synchronous_commit = off`.execute(transaction);
    await sql`
      insert into exchanges
      select * from jsonb_populate_recordset(null::exchanges, ${JSON.stringify(rows)}::jsonb)
      on conflict do nothing`.execute(transaction);
  });
}

/** What one hour of one connection adds up to. */
export interface HourCount {
  readonly organization_id: string;
  readonly connection_id: string;
  readonly hour: string;
  requests: number;
  writes: number;
  refused: number;
  refused_writes: number;
  unauthorized: number;
  failed: number;
  unrecorded: number;
}

export async function addHours(db: Kysely<Tables>, counts: readonly HourCount[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into exchange_hours as total (organization_id, connection_id, hour, requests, writes, refused, refused_writes,
      unauthorized, failed, unrecorded)
    select counted.organization_id, counted.connection_id, hour, requests, writes, refused, refused_writes, unauthorized,
      failed, unrecorded from jsonb_populate_recordset(null::exchange_hours, ${JSON.stringify(counts)}::jsonb) as counted
    join connections on connections.organization_id = counted.organization_id
      and connections.id = counted.connection_id
    on conflict (organization_id, connection_id, hour) do update set
      requests = total.requests + excluded.requests,
      writes = total.writes + excluded.writes,
      refused = total.refused + excluded.refused,
      refused_writes = total.refused_writes + excluded.refused_writes,
      unauthorized = total.unauthorized + excluded.unauthorized,
      failed = total.failed + excluded.failed,
      unrecorded = total.unrecorded + excluded.unrecorded`.execute(db);
}
