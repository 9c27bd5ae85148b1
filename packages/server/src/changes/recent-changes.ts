import type { Database } from '../storage/database.ts';
import type { Change, FeedPosition } from './change.ts';
import type { FeedSignal } from './feed-signal.ts';
import { readChanges } from './read-changes.ts';
import { sql } from 'kysely';

type Listener = (changes: readonly Change[]) => void;

/**
 * Tells listeners of this process what has just changed, for pages that update themselves. Starts at the end of the
 * feed and stores no position: who was not listening reads the resources themselves.
 */
export class RecentChanges {
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  readonly #unlisten: () => void;
  readonly #timer: NodeJS.Timeout;
  #position: FeedPosition | undefined;
  #running: Promise<void> | undefined;

  constructor(database: Database, signal: FeedSignal, onError: (error: unknown) => void, pollInterval = 500) {
    this.#database = database;
    this.#onError = onError;
    this.#unlisten = signal.listen(() => this.#wake());
    this.#timer = setInterval(() => this.#wake(), pollInterval);
    this.#timer.unref();
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#unlisten();
    clearInterval(this.#timer);
    await this.#running;
  }

  #wake(): void {
    if (this.#listeners.size === 0 || this.#running !== undefined) return;
    this.#running = this.#read()
      .catch(this.#onError)
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #read(): Promise<void> {
    this.#position ??= await this.#end();
    for (;;) {
      const changes = await readChanges(this.#database.db, this.#position, 500);
      const last = changes.at(-1);
      if (last === undefined) return;
      this.#position = last.position;
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
