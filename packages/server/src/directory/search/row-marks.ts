/** The row with this id stands at this place, counted from 0. */
export interface RowMark {
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
  readonly marks: readonly RowMark[];
}

/**
 * Where the first and the last rows of pages stand, so that a page near them begins there: whoever reads a million
 * resources page by page does not pay for all the pages before. What is remembered holds for one state of the rows
 * only: any creation or deletion makes it worthless, and then pages are walked to again.
 */
export class RowMarks {
  readonly #maxKeys: number;
  readonly #maxMarks: number;
  readonly #known = new Map<string, Known>();

  constructor({ maxKeys = 500, maxMarks = 64 }: { readonly maxKeys?: number; readonly maxMarks?: number } = {}) {
    this.#maxKeys = maxKeys;
    this.#maxMarks = maxMarks;
  }

  /** The known marks of this state, in no order. */
  known({ key, state }: Place): readonly RowMark[] {
    const known = this.#known.get(key);
    return known?.state === state ? known.marks : [];
  }

  /** Forgets the oldest where there are too many. */
  remember({ key, state }: Place, mark: RowMark): void {
    const kept = this.known({ key, state }).filter(({ offset }) => offset !== mark.offset);
    this.#known.delete(key);
    this.#known.set(key, { state, marks: [...kept, mark].slice(-this.#maxMarks) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#maxKeys && oldest !== undefined) this.#known.delete(oldest);
  }
}
