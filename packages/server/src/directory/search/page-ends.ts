/** How many rows there are up to this id, itself included. */
export interface PageEnd {
  readonly offset: number;
  readonly id: string;
}

/** A table's scope in one state of its rows. */
interface Place {
  readonly key: string;
  readonly state: string;
}

interface Known {
  readonly state: string;
  readonly ends: PageEnd[];
}

/**
 * Where pages by index ended, so that the next page, and any page near it, begins there: whoever reads a million
 * resources page by page does not pay for all the pages before. What is remembered holds for one state of the rows
 * only: any creation or deletion makes it worthless, and then pages are walked to again.
 */
export class PageEnds {
  readonly #maxKeys: number;
  readonly #maxEnds: number;
  readonly #known = new Map<string, Known>();

  constructor({ maxKeys = 500, maxEnds = 64 }: { readonly maxKeys?: number; readonly maxEnds?: number } = {}) {
    this.#maxKeys = maxKeys;
    this.#maxEnds = maxEnds;
  }

  /** The last known end that is not beyond the offset. */
  nearest({ key, state }: Place, offset: number): PageEnd | undefined {
    const known = this.#known.get(key);
    if (known?.state !== state) return undefined;
    const before = known.ends.filter((end) => end.offset <= offset);
    return before.reduce<PageEnd | undefined>(
      (best, end) => (best && best.offset > end.offset ? best : end),
      undefined,
    );
  }

  /** Forgets the oldest where there are too many. */
  remember({ key, state }: Place, end: PageEnd): void {
    const known = this.#known.get(key);
    const kept = known?.state === state ? known.ends.filter(({ offset }) => offset !== end.offset) : [];
    this.#known.delete(key);
    this.#known.set(key, { state, ends: [...kept, end].slice(-this.#maxEnds) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#maxKeys && oldest !== undefined) this.#known.delete(oldest);
  }
}
