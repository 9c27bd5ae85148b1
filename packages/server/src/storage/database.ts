import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { preferringPool } from './preferring-pool.ts';
import type { Tables } from './tables/index.ts';

/**
 * An open database. `db` for queries, `pool` for what sends statements by hand or holds a connection for long; both take
 * from the connections of `DatabaseOptions.poolSize`.
 */
export interface Database {
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connection: pg.PoolConfig;
  /** Most connections held at once, at least 4. */
  readonly poolSize?: number;
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError?: (error: Error) => void;
}

/** As many as batches of writes are under way at a time, and one for what comes between. */
const preferred = 3;

/** Opens a pool of connections; nothing is sent before the first query. Throws a `RangeError` where it is too small. */
export function openDatabase({ connection, poolSize = 20, onError = () => {} }: DatabaseOptions): Database {
  if (poolSize <= preferred) throw new RangeError(`A pool has at least ${preferred + 1} connections, not ${poolSize}.`);
  const open = (max: number): pg.Pool =>
    new pg.Pool({
      ...connection,
      max,
      application_name: 'lockstep',
      statement_timeout: 30_000,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
    }).on('error', onError);
  const pool = open(poolSize - preferred);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preferringPool(open(preferred), pool) }) });
  return { db, pool, close: () => db.destroy() };
}

/** Whether a unique index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** The SQLSTATE of a PostgreSQL error: `23505` is a broken uniqueness. Undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
