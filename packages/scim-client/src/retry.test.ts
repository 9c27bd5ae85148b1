import { describe, expect, it } from 'vitest';
import { backoffMs, parseRetryAfter } from './retry.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('parseRetryAfter', () => {
  it.each<[string | undefined, number | undefined]>([
    ['0', 0],
    [' 120 ', 120_000],
    ['Sun, 22 Nov 2026 12:01:00 GMT', 60_000],
    ['Sunday, 22-Nov-26 12:01:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['-5', undefined],
    ['2.5', undefined],
    ['soon', undefined],
    ['99999999999999', undefined],
  ])('%j', (value, wait) => {
    expect(parseRetryAfter(value, now)).toBe(wait);
  });
});

describe('backoffMs', () => {
  const backoff = { firstMs: 1000, longestMs: 60_000 };

  it('doubles up to the longest', () => {
    expect([1, 2, 3, 7, 500].map((attempts) => backoffMs(attempts, backoff, () => 1))).toEqual([
      1000, 2000, 4000, 60_000, 60_000,
    ]);
  });

  it('spreads over the upper half', () => {
    expect(backoffMs(3, backoff, () => 0)).toBe(2000);
    expect(backoffMs(3, backoff, () => 0.5)).toBe(3000);
  });
});
