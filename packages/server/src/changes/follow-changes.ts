import { setTimeout } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import { prepare } from '../storage/prepared.ts';
import type { Tables } from '../storage/tables/index.ts';
import type { ChangedResource, FeedPosition } from './change.ts';
import type { FeedSignal } from './feed-signal.ts';
import { feedStart } from './read-changes.ts';
import { prepareFollowed, type ReadFollowed, type Stretch } from './read-followed.ts';

export interface FollowOptions {
  readonly database: Database;
  readonly signal: FeedSignal;
  /** Names the stored position; two processes that follow under one name share the work. */
  readonly name: string;
  /** SQL that selects the `organization_id` of those whose changes are handed over; what else changes is passed by. */
  readonly organizations: string;
  /** Called with 1 to 500 changes in order, inside the transaction that also stores the new position. */
  readonly onChanges: (changes: readonly ChangedResource[], transaction: Transaction<Tables>) => Promise<void>;
  /** Called after that transaction has committed. */
  readonly onApplied?: (changes: readonly ChangedResource[]) => void;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between looks when nobody signals. */
  readonly pollInterval?: number;
}

export interface Follower {
  /** Resolves when everything visible now has been handed over. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

const batchSize = 500;
/**
 * Milliseconds between stretches that are not full: a busy feed is read in larger gulps, not after each commit, and
 * more rarely where it concerns nobody.
 */
const pause = { followed: 100, skipped: 500 };

const lock = prepare<FeedPosition>(
  'lock follower',
  'select xid::text, seq::text from change_followers where name = $1 for update',
);

/** Locks the follower's row, so that of several processes only one reads at a time. */
async function lockPosition(transaction: Kysely<Tables>, name: string): Promise<FeedPosition> {
  const [known] = await lock(transaction, [name]);
  if (known !== undefined) return known;
  await transaction
    .insertInto('change_followers')
    .values({ name, ...feedStart })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const [made] = await lock(transaction, [name]);
  return made ?? feedStart;
}

const move = prepare<never>(
  'move follower',
  'update change_followers set xid = $2::xid8, seq = $3::bigint where name = $1',
);

/** Hands one stretch over and stores the position with it. */
async function advance({ database, name, onChanges }: FollowOptions, read: ReadFollowed): Promise<Stretch> {
  return database.db.transaction().execute(async (transaction) => {
    const stretch = await read(transaction, await lockPosition(transaction, name), batchSize);
    const { changes, end } = stretch;
    if (changes.length > 0) await onChanges(changes, transaction);
    if (end !== undefined) await move(transaction, [name, end.xid, end.seq]);
    return stretch;
  });
}

// "exists" would be answered by reading the feed from its beginning: most entries seem to be after any position, and none is
const findBehind = prepare<{ behind: boolean }>(
  'is follower behind',
  `select (
     select true from changes
     where (xid, seq) > (
       coalesce((select xid from change_followers where name = $1), '0'::xid8),
       coalesce((select seq from change_followers where name = $1), 0)
     )
     and xid < pg_snapshot_xmin(pg_current_snapshot())
     order by changes.xid, changes.seq
     limit 1
   ) is not null as behind`,
);

/** True when there is something after the stored position; costs no lock and no transaction id. */
async function isBehind({ db }: Database, name: string): Promise<boolean> {
  const [row] = await findBehind(db, [name]);
  return row?.behind === true;
}

/**
 * Follows the change feed: each change is handed over at least once in order, and exactly once in the database, since
 * the position moves in the same transaction as what `onChanges` writes. After a failure the same batch comes again.
 */
export function followChanges(options: FollowOptions): Follower {
  const { database, signal, name, onApplied, onError, pollInterval = 500 } = options;
  const read = prepareFollowed(name, options.organizations);
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;
  let pausing = new AbortController();

  async function rest(milliseconds: number): Promise<void> {
    pausing = new AbortController();
    await setTimeout(milliseconds, undefined, { signal: pausing.signal }).catch(() => {});
  }
  async function run(): Promise<void> {
    do {
      again = false;
      while (!stopped && (await isBehind(database, name))) {
        const { changes, isFull, isSkipped } = await advance(options, read);
        if (changes.length > 0) onApplied?.(changes);
        if (!isFull && !stopped) await rest(isSkipped ? pause.skipped : pause.followed);
      }
    } while (again && !stopped);
  }
  function wake(): Promise<void> {
    again = true;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }
  const background = (): void => void wake().catch(onError);
  const unlisten = signal.listen(background);
  const timer = setInterval(background, pollInterval);
  background();
  return {
    catchUp: () => {
      pausing.abort();
      return wake();
    },
    stop: async () => {
      stopped = true;
      pausing.abort();
      unlisten();
      clearInterval(timer);
      await running?.catch(() => {});
    },
  };
}
