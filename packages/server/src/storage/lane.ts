/** Milliseconds that items wait at most while a larger batch is under way and there is room for another. */
const patience = 5;

/**
 * Coalesces concurrent statements, be they writes or reads. While one batch is under way, what arrives waits and becomes
 * the next batch, so a quiet server answers at once and a busy one pays for a transaction or a round trip once per batch
 * instead of once per request. A second batch beside one that is under way begins when it is worth it: with half as many
 * items, or after a few milliseconds. Many small batches cost more than few large ones.
 *
 * `run` gets 1 to `limit` items and returns one outcome per item, in order; when it throws, every item of that batch
 * fails with the same error. Outcomes that are errors of one item alone are values, so that no row harms its neighbours.
 */
export class Lane<Item, Outcome> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  readonly #limit: number;
  readonly #parallel: number;
  #waiting: {
    readonly item: Item;
    readonly resolve: (outcome: Outcome) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  /** How many items each batch under way has. */
  readonly #running = new Set<{ readonly size: number }>();
  #impatient: NodeJS.Timeout | undefined;

  constructor(
    run: (items: readonly Item[]) => Promise<readonly Outcome[]>,
    { limit = 200, parallel = 2 }: { readonly limit?: number; readonly parallel?: number } = {},
  ) {
    this.#run = run;
    this.#limit = limit;
    this.#parallel = parallel;
  }

  submit(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      // later in this turn, so that requests parsed in the same turn share a batch
      if (this.#running.size < this.#parallel) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    if (this.#running.size >= this.#parallel || this.#waiting.length === 0) return;
    const largest = Math.max(0, ...[...this.#running].map(({ size }) => size));
    if (this.#waiting.length * 2 >= largest) void this.#start();
    else this.#impatient ??= setTimeout(() => this.#start(), patience);
  }

  async #start(): Promise<void> {
    clearTimeout(this.#impatient);
    this.#impatient = undefined;
    if (this.#running.size >= this.#parallel || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, this.#limit);
    const running = { size: batch.length };
    this.#running.add(running);
    try {
      const outcomes = await this.#run(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (index < outcomes.length) resolve(outcome as Outcome);
        else reject(new TypeError('A lane returned fewer outcomes than items.'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#running.delete(running);
      if (this.#waiting.length > 0) setImmediate(() => this.#flush());
    }
  }
}
