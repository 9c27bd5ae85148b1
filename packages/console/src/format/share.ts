import type { Progress } from '@lockstep/admin-api';

/** Share of a whole in percent, 0 to 100, whole numbers; shows 100 only when nothing is missing. */
export function share(part: number, whole: number): number {
  if (whole === 0) return 100;
  return part === whole ? 100 : Math.min(99, Math.floor((part / whole) * 100));
}

/** Sums the counts of several applications; the latest of their changes. */
export function sumProgress(all: readonly Progress[]): Progress {
  const last = all
    .map(({ lastAppliedAt }) => lastAppliedAt)
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  const sum = (count: (progress: Progress) => number): number => all.reduce((total, one) => total + count(one), 0);
  return {
    assigned: sum((one) => one.assigned),
    total: sum((one) => one.total),
    synchronized: sum((one) => one.synchronized),
    waiting: sum((one) => one.waiting),
    failed: sum((one) => one.failed),
    ...(last === undefined ? {} : { lastAppliedAt: last }),
  };
}
