import { expect, test } from 'vitest';
import { StrangerLimit } from './stranger-limit.ts';

const admitted = (limit: StrangerLimit, slugs: readonly string[], now: number): number =>
  slugs.filter((slug) => limit.admits(slug, now)).length;

test('a few per organization and minute, and an end for all of them together', () => {
  const limit = new StrangerLimit();
  expect(admitted(limit, Array<string>(1000).fill('acme'), 100_000)).toBe(6);
  expect(admitted(limit, ['other'], 100_000)).toBe(1);
  const invented = Array.from({ length: 10_000 }, (_, index) => `invented-${index}`);
  expect(admitted(limit, invented, 100_000)).toBe(293);
  expect(admitted(limit, ['acme'], 160_000)).toBe(1);
});
