import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { atMost, email, required, rules, webAddress } from './rules.ts';

// the keys are the answers: which words they become is the business of the locales
const t = ((key: string) => key) as unknown as TFunction;

test.each([
  ['', 'rules.required'],
  ['   ', 'rules.required'],
  ['a', null],
  ['abcd', 'rules.atMost'],
])('required and at most three: %j', (value, expected) => {
  expect(rules(required(t), atMost(t, 3))(value)).toBe(expected);
});

test.each([
  ['', null],
  ['a@b', null],
  [' a@example.org ', null],
  ['a', 'rules.email'],
  ['a b@c', 'rules.email'],
])('e-mail: %j', (value, expected) => {
  expect(email(t)(value)).toBe(expected);
});

test.each([
  ['https://example.org/scim/v2', null],
  ['http://127.0.0.1:8080', null],
  ['example.org', 'rules.webAddress'],
  ['ftp://example.org', 'rules.webAddress'],
  ['', 'rules.webAddress'],
])('web address: %j', (value, expected) => {
  expect(webAddress(t)(value)).toBe(expected);
});
