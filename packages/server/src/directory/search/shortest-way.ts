import type { RowMark } from './row-marks.ts';

/** A page among rows in order: `offset` counts from 0, `offset + size` is at most `total`. */
interface Page {
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  /** Rows whose place is known. */
  readonly marks?: readonly RowMark[];
}

/** How to come to a page: skip so many rows, from the mark or from an end. */
export interface Way {
  readonly skip: number;
  readonly backwards: boolean;
  /** Forwards it is the first row that counts, backwards the first that does not. Absent: from the end of the rows. */
  readonly mark?: RowMark;
}

/** The way to a page that steps over the fewest rows. */
export function shortestWay({ offset, size, total, marks = [] }: Page): Way {
  const end = offset + size;
  const ways: readonly Way[] = [
    { skip: offset, backwards: false },
    { skip: total - end, backwards: true },
    ...marks.map((mark) =>
      mark.offset <= offset
        ? { skip: offset - mark.offset, backwards: false, mark }
        : { skip: mark.offset - end, backwards: true, mark },
    ),
  ];
  // a mark within the page leads to neither of its ends
  return ways.filter(({ skip }) => skip >= 0).reduce((best, way) => (way.skip < best.skip ? way : best));
}
