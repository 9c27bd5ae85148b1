import { ScimError } from '@lockstep/scim';

interface Waiting {
  readonly key: string;
  readonly start: () => void;
}

export interface GateLimits {
  /** Queries at once, of everybody: fewer than there are database connections. */
  readonly atOnce: number;
  /** Queries at once of one key. */
  readonly perKey: number;
  /** Queries of one key that wait. */
  readonly waiting: number;
}

/**
 * Lets a few queries through at a time, so that slow ones of one connection keep neither the others nor the writes from
 * the database. Quick queries never notice.
 */
export class SearchGate {
  readonly #limits: GateLimits;
  readonly #running = new Map<string, number>();
  #total = 0;
  readonly #queue: Waiting[] = [];

  constructor(limits: GateLimits = { atOnce: 10, perKey: 4, waiting: 100 }) {
    this.#limits = limits;
  }

  /** @throws ScimError 429 when too many queries of the key wait already */
  async run<T>(key: string, query: () => Promise<T>): Promise<T> {
    if (!this.#hasRoom(key)) await this.#wait(key);
    else this.#enter(key);
    try {
      return await query();
    } finally {
      this.#leave(key);
    }
  }

  #hasRoom(key: string): boolean {
    return this.#total < this.#limits.atOnce && (this.#running.get(key) ?? 0) < this.#limits.perKey;
  }

  #enter(key: string): void {
    this.#total += 1;
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
  }

  /** Whoever is woken has been counted in, so that nobody slips in between. */
  #wait(key: string): Promise<void> {
    if (this.#queue.filter((waiting) => waiting.key === key).length >= this.#limits.waiting) {
      throw ScimError.tooManyRequests('Too many queries of this connection are waiting. Send fewer at once.', 1);
    }
    return new Promise((resolve) => this.#queue.push({ key, start: resolve }));
  }

  #leave(key: string): void {
    this.#total -= 1;
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left === 0) this.#running.delete(key);
    else this.#running.set(key, left);
    const next = this.#queue.findIndex((waiting) => this.#hasRoom(waiting.key));
    const [woken] = next === -1 ? [] : this.#queue.splice(next, 1);
    if (woken === undefined) return;
    this.#enter(woken.key);
    woken.start();
  }
}
