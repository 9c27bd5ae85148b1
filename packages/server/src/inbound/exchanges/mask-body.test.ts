import { describe, expect, test } from 'vitest';
import { mask, maskBodies, maskPath, secretNames } from './mask-body.ts';

const names = secretNames(['password']);
const secret = 'hunter2-hunter2';

describe('a secret never stays, whatever the shape', () => {
  test.each([
    ['a member', { userName: 'ada', password: secret }],
    ['a member in other case', { PassWord: secret }],
    ['a member with its URN', { 'urn:ietf:params:scim:schemas:core:2.0:User:password': secret }],
    ['a PATCH with a path', { Operations: [{ op: 'replace', path: 'password', value: secret }] }],
    ['a PATCH whose value comes first', { Operations: [{ value: secret, path: 'password', op: 'replace' }] }],
    ['a PATCH without path', { Operations: [{ op: 'replace', value: { password: secret } }] }],
    ['a bulk request', { Operations: [{ method: 'POST', data: { password: secret } }] }],
    ['a list', { password: [secret, { value: secret }] }],
    ['JSON within text', { roles: [`{"password":"${secret}"}`] }],
    ['a filter', { filter: `password eq "${secret}"` }],
  ])('%s', (_name, body) => {
    const { request } = maskBodies(JSON.stringify(body), '', names, 10_000);
    expect(request.kept).toBe('masked');
    expect(request.text).toContain(mask);
    expect(request.text).not.toContain(secret);
  });

  test('a name with a letter as an escape', () => {
    const { request } = maskBodies(`{"pass\\u0077ord":"${secret}"}`, '', names, 10_000);
    expect(request.text).not.toContain(secret);
  });

  test('an answer that quotes it', () => {
    const answer = JSON.stringify({ detail: `"${secret}" is no password` });
    const { answer: kept } = maskBodies(JSON.stringify({ password: secret }), answer, names, 10_000);
    expect(kept).toMatchObject({ kept: 'masked', text: `{"detail":"\\"${mask}\\" is no password"}` });
  });

  test.each([
    ['broken JSON', `{"password":"${secret}"`, 10_000],
    ['a body longer than the limit', JSON.stringify({ password: secret, x: 'x'.repeat(100) }), 50],
  ])('%s is withheld', (_name, body, limit) => {
    const { request } = maskBodies(body, '', names, limit);
    expect(request).toEqual({ kept: 'withheld', bytes: body.length });
  });

  test.each(['/Users?filter=password%20eq%20%22x%22', '/Users?filter=%70assword+eq+%22x%22'])('%s', (path) => {
    expect(maskPath(path, names)).toBe(`/Users?${mask}`);
  });
});

test('what holds no secret is kept as it was sent', () => {
  const body = '{ "userName": "ada", "displayName": "日本\\u672c" }';
  expect(maskBodies(body, 'answer', names, 10_000)).toEqual({
    request: { text: body, kept: 'whole', bytes: body.length },
    answer: { text: 'answer', kept: 'whole', bytes: 6 },
  });
});

test('a long body is cut, and never in the middle of a character', () => {
  const { request } = maskBodies('😀😀😀', '', names, 3);
  expect(request).toEqual({ text: '😀\uFFFD', kept: 'cut', bytes: 6 });
});
