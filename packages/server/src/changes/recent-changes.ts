import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { ChangedResource, FeedPosition } from './change.ts';
import type { FeedSignal } from './feed-signal.ts';
import { readChangedResources } from './read-changes.ts';

type Listener = (changes: readonly ChangedResource[]) => void;

/** As long as anybody listens. */
interface Session {
  /** The end of the feed when it began, then the last entry that was told. */
  position: Promise<FeedPosition>;
}

const batchSize = 500;
/** Between two looks: a busy feed is read in larger gulps, not after each commit. */
const pauseMilliseconds = 50;

/**
 * Tells listeners of this process what has just changed, for pages that update themselves. Nothing is read while nobody
 * listens, and no position is stored: who was not listening reads the resources themselves.
 */
export class RecentChanges {
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  readonly #unlisten: () => void;
  readonly #timer: NodeJS.Timeout;
  #session: Session | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(database: Database, signal: FeedSignal, onError: (error: unknown) => void, pollInterval = 500) {
    this.#database = database;
    this.#onError = onError;
    this.#unlisten = signal.listen(() => this.#wake());
    this.#timer = setInterval(() => this.#wake(), pollInterval);
    this.#timer.unref();
  }

  /** Resolves, to how to stop, once everything that changes from then on will be told. */
  async listen(listener: Listener): Promise<() => void> {
    this.#listeners.add(listener);
    const stop = (): void => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#session = undefined;
    };
    this.#session ??= { position: this.#end() };
    try {
      await this.#session.position;
      return stop;
    } catch (error) {
      stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#unlisten();
    clearInterval(this.#timer);
    this.#session = undefined;
    await this.#running;
  }

  #wake(): void {
    if (this.#session === undefined) return;
    this.#again = true;
    this.#running ??= this.#readAll().finally(() => {
      this.#running = undefined;
    });
  }

  async #readAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      if (this.#session !== undefined) await this.#read(this.#session).catch(this.#onError);
      await setTimeout(pauseMilliseconds);
    }
  }

  async #read(session: Session): Promise<void> {
    while (this.#session === session) {
      const changes = await readChangedResources(this.#database.db, await session.position, batchSize);
      const last = changes.at(-1);
      if (last === undefined) return;
      session.position = Promise.resolve(last.position);
      for (const listener of this.#listeners) listener(changes);
    }
  }

  async #end(): Promise<FeedPosition> {
    const { rows } = await sql<FeedPosition>`
      select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text as xid, '9223372036854775807' as seq`.execute(
      this.#database.db,
    );
    return rows[0] ?? { xid: '0', seq: '0' };
  }
}
