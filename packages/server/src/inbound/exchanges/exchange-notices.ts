import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../storage/database.ts';

type Listener = (organizationIds: ReadonlySet<string>) => void;

const channel = 'lockstep_exchanges';
/** PostgreSQL takes 8000 bytes at once. */
const mostAtOnce = 150;

interface NoticeOptions {
  readonly database: Database;
  readonly onError: (error: unknown) => void;
  /** Milliseconds before a lost connection is made anew. */
  readonly pause?: number;
}

/**
 * Tells the other processes on this database which organizations had SCIM requests, by LISTEN and NOTIFY on a connection
 * of its own. Where that cannot be (a pooler between), pages notice at their next look.
 */
export class ExchangeNotices {
  readonly #options: NoticeOptions;
  /** Begins what this process says, which it does not hear itself. */
  readonly #self = uuid();
  readonly #listeners = new Set<Listener>();
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: NoticeOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Told of organizations that had requests at other processes. Returns how to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async tell(organizationIds: ReadonlySet<string>): Promise<void> {
    const ids = [...organizationIds];
    for (let start = 0; start < ids.length; start += mostAtOnce) {
      const payload = [this.#self, ...ids.slice(start, start + mostAtOnce)].join(' ');
      await sql`select pg_notify(${channel}, ${payload})`.execute(this.#options.database.db);
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await this.#hear(await this.#options.database.pool.connect());
      } catch (error) {
        this.#options.onError(error);
      }
      if (!signal.aborted) await sleep(this.#options.pause ?? 1000, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until the connection is lost, or this stops. */
  async #hear(client: PoolClient): Promise<void> {
    const over = Promise.withResolvers<void>();
    const end = (): void => over.resolve();
    client.on('notification', ({ payload = '' }) => this.#pass(payload));
    client.on('error', end);
    client.on('end', end);
    this.#stopped.signal.addEventListener('abort', end, { once: true });
    try {
      if (this.#stopped.signal.aborted) return;
      await client.query(`listen ${channel}`);
      await over.promise;
    } finally {
      // what listens is of no use to anybody else
      client.release(true);
    }
  }

  #pass(payload: string): void {
    const [from, ...ids] = payload.split(' ');
    if (from === this.#self) return;
    for (const listener of this.#listeners) listener(new Set(ids));
  }
}
