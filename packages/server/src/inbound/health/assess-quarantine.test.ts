import { expect, test } from 'vitest';
import { assessQuarantine, type Assessment, type Traffic } from './assess-quarantine.ts';

const cases: readonly (readonly [string, Partial<Traffic>, Assessment])[] = [
  ['nothing', {}, { state: 'clear' }],
  ['a wrong token', { unauthorized: 1 }, { state: 'quarantine', reason: 'credentials' }],
  ['few failures', { writes: 1000, failures: 400 }, { state: 'clear' }],
  ['a high share of few', { writes: 1000, failures: 401 }, { state: 'watch', reason: 'share' }],
  ['too few to say', { writes: 19, failures: 19 }, { state: 'clear' }],
  ['4,999 failures', { writes: 5000, failures: 4999 }, { state: 'watch', reason: 'share' }],
  ['5,000 failures', { writes: 12_000, failures: 5000 }, { state: 'quarantine', reason: 'share' }],
  ['a low share', { writes: 200_000, failures: 40_000 }, { state: 'clear' }],
  ['too many of however many', { writes: 9_000_000, failures: 40_001 }, { state: 'quarantine', reason: 'count' }],
];

test.each(cases)('%s', (_name, traffic, expected) => {
  expect(assessQuarantine({ writes: 0, failures: 0, unauthorized: 0, ...traffic })).toEqual(expected);
});
