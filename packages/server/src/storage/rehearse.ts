import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { Database } from './database.ts';
import { preparing } from './prepared.ts';
import type { Tables } from './tables/index.ts';

const beginning = /^(?:begin|start transaction)\b/i;

/** Lets one transaction at a time onto the one connection. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

type Query = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** One of the connections that a rehearsal seems to have: its transactions are savepoints of the one real transaction. */
function savepointClient(client: pg.PoolClient, turns: Turns): PostgresPoolClient {
  const real = preparing(client);
  const send = real.query as unknown as Query;
  let leave: (() => void) | undefined;
  const enter = async (): Promise<unknown> => {
    leave = await turns.take();
    return send('savepoint rehearsed', []);
  };
  const end = async (...texts: string[]): Promise<unknown> => {
    try {
      let result: unknown;
      for (const text of texts) result = await send(text, []);
      return result;
    } finally {
      leave?.();
      leave = undefined;
    }
  };
  const keep = (): Promise<unknown> => end('release savepoint rehearsed');
  const undo = (): Promise<unknown> => end('rollback to savepoint rehearsed', 'release savepoint rehearsed');
  const query: Query = async (text, values) => {
    if (beginning.test(text)) return enter();
    if (text === 'commit') return keep();
    if (text === 'rollback') return undo();
    if (leave !== undefined) return send(text, values);
    // a statement by itself must not break the transaction around it
    await enter();
    try {
      const result = await send(text, values);
      await keep();
      return result;
    } catch (error) {
      await undo();
      throw error;
    }
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: () => {} };
}

/**
 * Does work on a database whose writes are never kept: everything happens in one transaction of the pool, which is rolled
 * back at the end whatever the work comes to. What the work writes it can read; nobody else can. Rows that it locks stay
 * locked until then.
 */
export async function rehearse<T>({ pool }: Database, work: (database: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const turns = new Turns();
    const seeming: PostgresPool = {
      options: pool.options,
      connect: async () => savepointClient(client, turns),
      end: async () => {},
    };
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: seeming }) });
    return await work({ db, pool, close: async () => {} });
  } finally {
    await client.query('rollback').catch(() => (broken = true));
    client.release(broken);
  }
}
