import { sql } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** Pairs that are worked on before PostgreSQL is told for the first time. */
const first = 500;

/** Tells PostgreSQL how large the table of pairs has become. */
export interface Statistics {
  /** So many pairs were claimed. */
  readonly claimed: (pairs: number) => void;
  /** Resolves when nothing is under way. */
  readonly settled: () => Promise<void>;
}

/**
 * PostgreSQL counts the rows of a table about once a minute. Until then it plans for the few that there were: it reads
 * the whole table where an index would do, for each of thousands of pairs that were just added, and keeps such plans.
 * So while there is much to do the table is analyzed each time that as much was done again as before: a few times on the
 * way to any size.
 */
export function keepStatistics({ db }: Database, onError: (error: unknown) => void): Statistics {
  let [since, next] = [0, first];
  let running: Promise<unknown> | undefined;
  return {
    claimed: (pairs) => {
      since += pairs;
      if (since < next || running !== undefined) return;
      [since, next] = [0, next * 2];
      running = sql`analyze app_users`
        .execute(db)
        .catch(onError)
        .finally(() => (running = undefined));
    },
    settled: async () => {
      await running;
    },
  };
}
