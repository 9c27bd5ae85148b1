import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { preparing } from './prepared.ts';

function isFree({ options, totalCount, idleCount, waitingCount }: pg.Pool): boolean {
  return options.max - totalCount + idleCount > waitingCount;
}

/**
 * Two pools as one for Kysely: connections come from `first` as long as one is free there, and from `rest` otherwise. A
 * pool alone hands out whichever connection came back last, so that under load each is used now and then; but a backend
 * of PostgreSQL is fastest at what it has just done, its plans and the pages that it has looked up being in the
 * processor's cache.
 */
export function preferringPool(first: pg.Pool, rest: pg.Pool): PostgresPool {
  // Kysely knows a connection again by the object
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: rest.options,
    end: async () => {
      await Promise.all([first.end(), rest.end()]);
    },
    async connect() {
      const client = await (isFree(first) ? first : rest).connect();
      const found = known.get(client) ?? preparing(client);
      known.set(client, found);
      return found;
    },
  };
}
