import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = Date.UTC(2026, 0, 31, 12);

test.each([
  ['en', 0, 'now'],
  ['en', -2000, '2 seconds ago'],
  ['en', -59_900, '59 seconds ago'],
  ['en', -60_000, '1 minute ago'],
  ['en', 3 * 86_400_000, 'in 3 days'],
  ['en', -400 * 86_400_000, 'last year'],
  ['es', -3_600_000, 'hace 1 hora'],
  ['ja', -120_000, '2 分前'],
])('%s %i ms is "%s"', (language, offset, expected) => {
  expect(relativeTime(language, now + offset, now)).toBe(expected);
});
