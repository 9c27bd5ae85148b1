/** Failed sign-ins are slowed down per address and e-mail: 10 in 5 minutes, then none until the window has passed. */
const allowed = 10;
const windowMilliseconds = 5 * 60 * 1000;
/** A stranger chooses the keys, so their number is bounded; the oldest go first. */
const mostKeys = 10_000;

export class SignInLimit {
  readonly #failures = new Map<string, { count: number; until: number }>();

  /** Seconds to wait before the next try, 0 when it may come now. */
  waitFor(key: string, now: number): number {
    const entry = this.#failures.get(key);
    if (entry === undefined || entry.until <= now || entry.count < allowed) return 0;
    return Math.ceil((entry.until - now) / 1000);
  }

  noteFailure(key: string, now: number): void {
    const entry = this.#failures.get(key);
    const fresh = entry === undefined || entry.until <= now;
    this.#failures.delete(key);
    this.#failures.set(key, {
      count: fresh ? 1 : entry.count + 1,
      until: fresh ? now + windowMilliseconds : entry.until,
    });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > mostKeys && oldest !== undefined) this.#failures.delete(oldest);
  }

  noteSuccess(key: string): void {
    this.#failures.delete(key);
  }
}
