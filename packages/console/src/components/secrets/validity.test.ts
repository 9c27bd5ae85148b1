import { validitySchema } from '@lockstep/admin-api';
import { expect, test } from 'vitest';
import { dayAfter, toValidity, validityChoices } from './validity.ts';

test('every choice becomes what the contract takes', () => {
  for (const choice of validityChoices) {
    expect(validitySchema.safeParse(toValidity({ choice, until: '2031-02-03' })).success).toBe(true);
  }
  expect(toValidity({ choice: '365', until: null })).toEqual({ days: 365 });
  expect(toValidity({ choice: 'never', until: null })).toBe('never');
});

test('a date lasts to its end where the reader is', () => {
  const validity = toValidity({ choice: 'date', until: '2031-02-03' });
  if (validity === 'never' || !('until' in validity)) throw new TypeError('not a date');
  const until = new Date(validity.until);
  expect([until.getFullYear(), until.getMonth(), until.getDate(), until.getHours()]).toEqual([2031, 1, 3, 23]);
  expect(() => toValidity({ choice: 'date', until: null })).toThrow(TypeError);
});

test('the day after crosses months and years', () => {
  expect(dayAfter(new Date(2026, 11, 31, 23, 59))).toBe('2027-01-01');
  expect(dayAfter(new Date(2028, 1, 28))).toBe('2028-02-29');
});
