import { expect, test } from 'vitest';
import { share, sumProgress } from './share.ts';

test('a hundred percent means all', () => {
  expect(share(60, 60)).toBe(100);
  expect(share(99_999, 100_000)).toBe(99);
  expect(share(1, 3)).toBe(33);
  expect(share(0, 3)).toBe(0);
  expect(share(0, 0)).toBe(100);
});

test('sums counts and keeps the latest change', () => {
  const one = { assigned: 2, total: 3, synchronized: 1, waiting: 1, failed: 1 };
  expect(
    sumProgress([
      { ...one, lastAppliedAt: '2026-01-02T00:00:00.000Z' },
      one,
      { ...one, lastAppliedAt: '2026-01-01T00:00:00.000Z' },
    ]),
  ).toEqual({
    assigned: 6,
    total: 9,
    synchronized: 3,
    waiting: 3,
    failed: 3,
    lastAppliedAt: '2026-01-02T00:00:00.000Z',
  });
  expect(sumProgress([])).toEqual({ assigned: 0, total: 0, synchronized: 0, waiting: 0, failed: 0 });
});
