import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import type { InboundCaller } from './authenticate.ts';

interface Use {
  readonly caller: InboundCaller;
  readonly at: Date;
  readonly address: string;
  readonly client: string;
}

/** What a list shows of a client; a stranger decides how long it is. */
const clientLength = 200;

/**
 * Remembers when, whence and by what client each token was last used. Writing this on every request would cost more
 * than the request, so uses are gathered and written once per interval, and at the end.
 */
export class TokenUsage {
  readonly #db: Kysely<Tables>;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #uses = new Map<string, Use>();
  #written: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Tables>, onError: (error: unknown) => void, interval = 1000) {
    this.#db = db;
    this.#onError = onError;
    this.#timer = setInterval(() => void this.flush(), interval);
    this.#timer.unref();
  }

  note(caller: InboundCaller, { at, address, client }: Omit<Use, 'caller'>): void {
    this.#uses.set(caller.token.id, { caller, at, address, client: client.slice(0, clientLength) });
  }

  /** Writes what was noted, after what is being written already. */
  flush(): Promise<void> {
    this.#written = this.#written.then(() => this.#writeAll());
    return this.#written;
  }

  /** Writes what was noted; nothing is under way any more afterwards. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #writeAll(): Promise<void> {
    const uses = this.#uses;
    if (uses.size === 0) return;
    this.#uses = new Map();
    try {
      for (const use of uses.values()) await this.#write(use);
    } catch (error) {
      this.#onError(error);
    }
  }

  async #write({ caller: { connection, token }, at, address, client }: Use): Promise<void> {
    await this.#db
      .updateTable('api_tokens')
      .set({ last_used_at: at, last_used_address: address, last_used_client: client })
      .where('organization_id', '=', connection.organizationId)
      .where('id', '=', token.id)
      .execute();
    await this.#db
      .updateTable('connections')
      .set({ last_request_at: at })
      .where('organization_id', '=', connection.organizationId)
      .where('id', '=', connection.id)
      .execute();
  }
}
