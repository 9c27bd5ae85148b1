import type { Comparison } from './compare.ts';

/** One figure, and what is asked of it, if anything. */
export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Whether the limit is the most that is allowed, not the least. */
  readonly most?: boolean;
  readonly limit?: number;
}

/** Says of every figure whether it is what is asked; counts those that are not. */
export class Table {
  #missed = 0;

  get missed(): number {
    return this.#missed;
  }

  #verdict(value: number, limit: number, most: boolean): string {
    const reached = most ? value <= limit : value >= limit;
    if (!reached) this.#missed += 1;
    return `${most ? '≤' : '≥'} ${limit} ${reached ? 'reached' : 'MISSED'}`;
  }

  heading(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  comparisonsHeading(): void {
    process.stdout.write(
      '                     /s   bare/s   ratio  p50 ms  p95 ms   µs server  database  bare   target\n',
    );
  }

  comparison({ kind, perSecond, bare, ratio, median, p95, cost }: Comparison): void {
    const cells = [
      kind.name.padEnd(14),
      perSecond.toFixed(0).padStart(8),
      bare.toFixed(0).padStart(8),
      ratio.toFixed(2).padStart(7),
      median.toFixed(1).padStart(7),
      p95.toFixed(1).padStart(7),
      cost.server.toFixed(0).padStart(11),
      cost.database.toFixed(0).padStart(9),
      cost.bare.toFixed(0).padStart(5),
      ` ${this.#verdict(ratio, kind.target, false)}`,
    ];
    process.stdout.write(`${cells.join(' ')}\n`);
  }

  line({ name, value, unit, most = false, limit }: Line): void {
    const shown = `${value.toFixed(value < 100 ? 1 : 0).padStart(9)} ${unit.padEnd(8)}`;
    const verdict = limit === undefined ? '' : this.#verdict(value, limit, most);
    process.stdout.write(`${name.padEnd(34)} ${shown} ${verdict}\n`);
  }
}
