import type { CredentialTest } from '@lockstep/admin-api';
import { expect, test } from 'vitest';
import { explainTest } from './explain-test.ts';

function answered(status: number, contentType: string): CredentialTest {
  return { ok: false, title: '', request: { method: 'GET', url: '' }, answer: { status, contentType, beginning: '' } };
}

test.each([
  [401, 'application/scim+json', 'refused'],
  [403, 'text/html; charset=utf-8', 'forbidden'],
  [200, 'text/html', 'webPage'],
  [404, 'application/json', 'notThere'],
  [503, 'application/json', 'failing'],
  [400, 'application/json', 'other'],
])('%i %s is "%s"', (status, contentType, expected) => {
  expect(explainTest(answered(status, contentType))).toBe(expected);
});

test('success and silence need no answer to be explained', () => {
  const silent: CredentialTest = { ok: false, title: '', request: { method: 'GET', url: '' } };
  expect(explainTest(silent)).toBe('noAnswer');
  expect(explainTest({ ...silent, ok: true })).toBe('ok');
});
