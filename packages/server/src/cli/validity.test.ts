import { expect, test } from 'vitest';
import { parseValidity } from './validity.ts';

test.each([
  ['30d', { days: 30 }],
  ['1y', { days: 365 }],
  ['2027-06-30', { until: '2027-06-30T23:59:59.000Z' }],
  ['never', 'never'],
])('reads %s', (text, validity) => {
  expect(parseValidity(text)).toEqual(validity);
});

test.each(['', '0d', '11y', '30', 'd', '2027-13-01', 'tomorrow'])('refuses %j', (text) => {
  expect(() => parseValidity(text)).toThrow('is no validity period');
});
