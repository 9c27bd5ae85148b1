/**
 * A token bucket per key: `rate` requests a second, and a burst of one second's worth. In memory of one process: several
 * processes on one database allow that many times the rate.
 */
export class RateLimit {
  readonly #rate: number;
  readonly #buckets = new Map<string, { level: number; at: number }>();

  /** A rate of 0 switches the limit off. */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Takes one request at `now` (milliseconds). Returns 0 when allowed, else the whole seconds to wait, at least 1. */
  take(key: string, now: number): number {
    if (this.#rate === 0) return 0;
    const bucket = this.#buckets.get(key) ?? { level: this.#rate, at: now };
    const level = Math.min(this.#rate, bucket.level + ((now - bucket.at) / 1000) * this.#rate);
    const allowed = level >= 1;
    this.#buckets.set(key, { level: allowed ? level - 1 : level, at: now });
    return allowed ? 0 : Math.max(1, Math.ceil((1 - level) / this.#rate));
  }
}
