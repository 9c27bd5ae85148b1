import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

test('allows a burst of one second, then says how long to wait, per key', () => {
  const limit = new RateLimit(2);
  expect([0, 0, 0].map(() => limit.take('a', 1000))).toEqual([0, 0, 1]);
  expect(limit.take('b', 1000)).toBe(0);
  expect(limit.take('a', 1499)).toBe(1);
  expect(limit.take('a', 1500)).toBe(0);
});

test('a rate of 0 is no limit', () => {
  const limit = new RateLimit(0);
  expect(Array.from({ length: 1000 }, () => limit.take('a', 0)).every((wait) => wait === 0)).toBe(true);
});

test('never allows more than the burst and the rate together', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(200), { maxLength: 300 }), (rate, gaps) => {
      const limit = new RateLimit(rate);
      let now = 0;
      let allowed = 0;
      for (const gap of gaps) {
        now += gap;
        if (limit.take('a', now) === 0) allowed += 1;
      }
      expect(allowed).toBeLessThanOrEqual(rate + (now / 1000) * rate + 1e-6);
    }),
  );
});
