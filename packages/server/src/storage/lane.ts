/**
 * Coalesces concurrent statements, be they writes or reads. While one batch is under way, what arrives waits and becomes
 * the next batch, so a quiet server answers at once and a busy one pays for a transaction or a round trip once per batch
 * instead of once per request.
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
  #running = 0;

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
      if (this.#running < this.#parallel) setImmediate(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    if (this.#running >= this.#parallel || this.#waiting.length === 0) return;
    this.#running += 1;
    const batch = this.#waiting.splice(0, this.#limit);
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
      this.#running -= 1;
      if (this.#waiting.length > 0) setImmediate(() => void this.#flush());
    }
  }
}
