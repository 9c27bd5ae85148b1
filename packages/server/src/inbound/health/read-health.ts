import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { ExchangePlace } from '../exchanges/list-exchanges.ts';
import { assessQuarantine, type Assessment } from './assess-quarantine.ts';

/** One hour of a connection; `refused` are answers 400–499, `failed` 500 and above. */
interface HealthHour {
  readonly hour: Date;
  readonly requests: number;
  readonly refused: number;
  readonly failed: number;
}

export interface Health {
  /** The last 48 hours with the present one, oldest first, quiet ones too. */
  readonly hours: readonly HealthHour[];
  /** The last 24 hours. */
  readonly writes: number;
  readonly failedWrites: number;
  /** Requests of the last 24 hours that were counted, not recorded. */
  readonly unrecorded: number;
  readonly quarantine: Assessment;
}

const hourMilliseconds = 3_600_000;
const shown = 48;
const assessed = 24;

interface Row extends HealthHour {
  readonly writes: number;
  readonly refused_writes: number;
  readonly unrecorded: number;
  readonly unauthorized: number;
}

async function readRows(
  db: Kysely<Tables>,
  { organizationId, connectionId }: ExchangePlace,
  from: Date,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select hour, requests, writes, refused, refused_writes, unauthorized, failed, unrecorded from exchange_hours
    where organization_id = ${organizationId} and connection_id = ${connectionId} and hour >= ${from}
    order by hour`.execute(db);
  return rows;
}

function sum(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** How a connection is doing, from the counts of each hour: right whatever is recorded of single requests. */
export async function readHealth(db: Kysely<Tables>, place: ExchangePlace, now: Date): Promise<Health> {
  const present = Math.floor(now.getTime() / hourMilliseconds) * hourMilliseconds;
  const at = (ago: number): Date => new Date(present - ago * hourMilliseconds);
  const rows = await readRows(db, place, at(shown - 1));
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
  const hours = Array.from({ length: shown }, (_, index): HealthHour => {
    const hour = at(shown - 1 - index);
    const { requests = 0, refused = 0, failed = 0 } = byHour.get(hour.getTime()) ?? {};
    return { hour, requests, refused, failed };
  });
  const recent = rows.filter(({ hour }) => hour >= at(assessed - 1));
  const lately = rows.filter(({ hour }) => hour >= at(1));
  const writes = sum(recent, (row) => row.writes);
  const failedWrites = sum(recent, (row) => row.refused_writes);
  const unauthorized = sum(lately, (row) => row.unauthorized);
  return {
    hours,
    writes,
    failedWrites,
    unrecorded: sum(recent, (row) => row.unrecorded),
    quarantine: assessQuarantine({ writes, failures: failedWrites, unauthorized }),
  };
}
