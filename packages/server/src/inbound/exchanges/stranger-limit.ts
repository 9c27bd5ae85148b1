const windowMilliseconds = 60_000;
/** Per organization and minute: enough to see that somebody knocks, and what with. */
const mostPerOrganization = 6;
const mostInAll = 300;

/**
 * Which refusals of strangers are recorded: a few per minute and organization, so that nobody without a token can fill
 * the record or push out what belongs there.
 */
export class StrangerLimit {
  #counts = new Map<string, number>();
  #total = 0;
  #since = 0;

  /** `slug` is whatever stood in the address; `now` in milliseconds. */
  admits(slug: string, now: number): boolean {
    if (now - this.#since >= windowMilliseconds) {
      this.#counts = new Map();
      this.#total = 0;
      this.#since = now;
    }
    const count = this.#counts.get(slug) ?? 0;
    if (count >= mostPerOrganization || this.#total >= mostInAll) return false;
    this.#counts.set(slug, count + 1);
    this.#total += 1;
    return true;
  }
}
