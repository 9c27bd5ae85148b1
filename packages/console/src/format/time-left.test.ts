import { expect, test } from 'vitest';
import { addSample, timeLeft, type Sample } from './time-left.ts';

function sampled(...pairs: [at: number, waiting: number][]): readonly Sample[] {
  let samples: readonly Sample[] = [];
  for (const [at, waiting] of pairs) samples = addSample(samples, { at, waiting });
  return samples;
}

test('extrapolates the pace so far', () => {
  expect(timeLeft(sampled([0, 60], [2000, 40]))).toBe(4000);
  expect(timeLeft(sampled([0, 60], [1000, 50], [2000, 40]))).toBe(4000);
});

test('says nothing without a pace, and nothing when all is done', () => {
  expect(timeLeft([])).toBeUndefined();
  expect(timeLeft(sampled([0, 60]))).toBeUndefined();
  expect(timeLeft(sampled([0, 60], [500, 30]))).toBeUndefined();
  expect(timeLeft(sampled([0, 60], [5000, 60]))).toBeUndefined();
  expect(timeLeft(sampled([0, 60], [5000, 0]))).toBeUndefined();
});

test('forgets the pace of earlier work', () => {
  expect(timeLeft(sampled([0, 60], [2000, 10], [3000, 500]))).toBeUndefined();
  expect(timeLeft(sampled([0, 1000], [30_000, 990], [40_000, 490]))).toBe(9800);
});
