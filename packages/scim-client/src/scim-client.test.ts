import { describe, expect, it } from 'vitest';
import { describeError, type ClientError } from './client-error.ts';
import { clientProfiles, type ClientProfile } from './client-profile.ts';
import { headerCredential } from './credential.ts';
import { testCredentials } from './credential-test.ts';
import { equals } from './filter-text.ts';
import { listPages } from './list-pages.ts';
import { createScimClient } from './scim-client.ts';
import type { HttpAnswer, HttpFailure, HttpRequest } from './transport.ts';

const secret = 'Bearer s3cr3t-t0ken';
const now = Date.parse('2026-11-22T12:00:00Z');

/** A network that answers what it is told and remembers what it was sent. */
function network(...answers: readonly (Partial<HttpAnswer> | HttpFailure)[]) {
  const sent: HttpRequest[] = [];
  const queue = [...answers];
  return {
    sent,
    options: (profile: ClientProfile = clientProfiles.native) => ({
      baseUrl: 'https://app.test/scim/v2/',
      credential: headerCredential('Authorization', secret, [secret]),
      profile,
      now: () => now,
      randomText: () => 'random-text',
      send: async (request: HttpRequest): Promise<HttpAnswer | HttpFailure> => {
        // its own test is with the features of targets
        if (request.url.endsWith('/ServiceProviderConfig')) return { status: 404, headers: {}, body: '', cut: false };
        sent.push(request);
        const answer = queue.shift() ?? {};
        if ('reason' in answer) return answer;
        return { status: 200, headers: {}, body: '{}', cut: false, ...answer };
      },
    }),
  };
}

async function errorOf(answer: Partial<HttpAnswer> | HttpFailure): Promise<ClientError | undefined> {
  const result = await createScimClient(network(answer).options()).retrieve('/Users', '1');
  return result.ok ? undefined : result.error;
}

describe('requests', () => {
  it('carry the profile’s headers, and a content type on writes only', async () => {
    const net = network();
    const client = createScimClient(net.options(clientProfiles.okta));
    await client.create('/Users', { userName: 'hana' });
    await client.retrieve('/Users', 'a/b?c');
    await client.replace('/Users', '1', {}, 'W/"3"');
    await client.modify('/Users', '1', [{ op: 'remove', path: 'title' }]);
    await client.delete('/Users', '1');
    expect(net.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://app.test/scim/v2/Users',
      'GET https://app.test/scim/v2/Users/a%2Fb%3Fc',
      'PUT https://app.test/scim/v2/Users/1',
      'PATCH https://app.test/scim/v2/Users/1',
      'DELETE https://app.test/scim/v2/Users/1',
    ]);
    expect(net.sent[0]?.headers).toEqual({
      'user-agent': 'Okta SCIM Client 1.0.0',
      accept: 'application/scim+json',
      'accept-charset': 'utf-8',
      'content-type': 'application/scim+json; charset=utf-8',
      authorization: secret,
    });
    expect(net.sent[1]?.headers).not.toHaveProperty('content-type');
    expect(net.sent[2]?.headers['if-match']).toBe('W/"3"');
    expect(JSON.parse(net.sent[3]?.body ?? '')).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'remove', path: 'title' }],
    });
  });

  it('escape a search once', async () => {
    const net = network({ body: '{"totalResults":0}' });
    await createScimClient(net.options()).search('/Users', {
      filter: equals('userName', 'o"neil & söhne'),
      startIndex: 1,
      attributes: ['id', 'active'],
    });
    expect(net.sent[0]?.url).toBe(
      'https://app.test/scim/v2/Users?filter=userName%20eq%20%22o%5C%22neil%20%26%20s%C3%B6hne%22&startIndex=1&attributes=id%2Cactive',
    );
  });
});

describe('answers', () => {
  it('are the resource with its version, or nothing', async () => {
    const client = createScimClient(
      network({ body: '{"id":"1"}', headers: { etag: 'W/"2"' } }, { status: 204, body: '' }).options(),
    );
    expect(await client.retrieve('/Users', '1')).toEqual({
      ok: true,
      status: 200,
      resource: { id: '1' },
      etag: 'W/"2"',
    });
    expect(await client.delete('/Users', '1')).toEqual({ ok: true, status: 204 });
  });

  const detail = (text: string) => JSON.stringify({ detail: text, scimType: 'uniqueness', status: '409' });
  it.each<[string, Partial<HttpAnswer> | HttpFailure, ClientError]>([
    [
      '409',
      { status: 409, body: detail('taken') },
      { kind: 'refused', status: 409, scimType: 'uniqueness', detail: 'taken' },
    ],
    ['an empty 404', { status: 404, body: '' }, { kind: 'refused', status: 404 }],
    [
      '429 in seconds',
      { status: 429, body: '', headers: { 'retry-after': '7' } },
      { kind: 'throttled', status: 429, retryAfterMs: 7000 },
    ],
    [
      '503 with a date',
      { status: 503, body: '<html>', headers: { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' } },
      { kind: 'throttled', status: 503, retryAfterMs: 30_000 },
    ],
    [
      '429 without a wait',
      { status: 429, body: '', headers: { 'retry-after': '-1' } },
      { kind: 'throttled', status: 429 },
    ],
    ['502', { status: 502, body: '<html>' }, { kind: 'unavailable', status: 502 }],
    [
      'a page with 403',
      { status: 403, body: '<html>no', headers: { 'content-type': 'text/html' } },
      { kind: 'not-scim', status: 403, contentType: 'text/html', beginning: '<html>no' },
    ],
    ['a page with 200', { body: '<html>' }, { kind: 'not-scim', status: 200, contentType: '', beginning: '<html>' }],
    ['an array', { body: '[]' }, { kind: 'not-scim', status: 200, contentType: '', beginning: '[]' }],
    ['a cut answer', { body: '{}', cut: true }, { kind: 'not-scim', status: 200, contentType: '', beginning: '{}' }],
    [
      'a redirect, without its query',
      { status: 302, headers: { location: 'https://login.test/?token=x' } },
      { kind: 'redirected', status: 302, location: 'https://login.test/' },
    ],
    [
      'no connection',
      { sent: false, reason: 'refused', message: 'refused' },
      { kind: 'unreachable', reason: 'refused', message: 'refused' },
    ],
    [
      'a lost answer',
      { sent: true, reason: 'timeout', message: 'late' },
      { kind: 'unknown', reason: 'timeout', message: 'late' },
    ],
  ])('with an error: %s', async (_name, answer, error) => {
    const found = await errorOf(answer);
    expect(found).toEqual(error);
    expect(found === undefined ? '' : describeError(found)).toMatch(/^The .+/);
  });

  it('quote no more than 200 characters of what a stranger wrote', async () => {
    expect(await errorOf({ status: 400, body: detail('x'.repeat(5000)) })).toMatchObject({ detail: 'x'.repeat(200) });
  });

  it('to a search must be a list', async () => {
    const client = createScimClient(network({ body: '{"hello":1}' }, { body: '{"Resources":{}}' }).options());
    expect(await client.search('/Users', {})).toMatchObject({ ok: false, error: { kind: 'not-scim' } });
    expect(await client.search('/Users', {})).toMatchObject({ ok: false, error: { kind: 'not-scim' } });
  });
});

describe('listPages', () => {
  const page = (total: number, ...ids: string[]) => ({
    body: JSON.stringify({ totalResults: total, Resources: ids.map((id) => ({ id })) }),
  });

  it('follows pages that are shorter than asked for', async () => {
    const net = network(page(3, 'a', 'b'), page(3, 'c'));
    const ids: unknown[] = [];
    for await (const one of listPages(createScimClient(net.options()), '/Users')) {
      if (one.ok) ids.push(...one.resources.map(({ id }) => id));
    }
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(net.sent.map(({ url }) => /startIndex=(\d+)/.exec(url)?.[1])).toEqual(['1', '3']);
  });

  it('ends at an empty page and at an error', async () => {
    for (const last of [page(9), { status: 500, body: '' }]) {
      const net = network(page(9, 'a'), last, page(9, 'never'));
      let pages = 0;
      for await (const _ of listPages(createScimClient(net.options()), '/Users')) pages += 1;
      expect(pages).toBe(2);
      expect(net.sent).toHaveLength(2);
    }
  });
});

describe('testCredentials', () => {
  const html = { body: '<!doctype html><p>Forbidden', headers: { 'content-type': 'text/html' } };
  const fail = (reason: HttpFailure['reason'], message: string): HttpFailure => ({ sent: false, reason, message });

  it('succeeds on a list only', async () => {
    const net = network({ body: '{"totalResults":0,"Resources":[]}' });
    expect(await testCredentials(net.options())).toMatchObject({
      ok: true,
      request: { method: 'GET', url: 'https://app.test/scim/v2/Users?startIndex=1&count=2' },
      answer: { status: 200 },
    });
  });

  it.each<[string, Partial<HttpAnswer> | HttpFailure, string, RegExp]>([
    [
      'a page with 403',
      { status: 403, ...html },
      'Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character',
      /IP address restriction/,
    ],
    [
      '401 in SCIM',
      { status: 401, body: '{"detail":"bad token"}' },
      'Error authenticating: Unauthorized. Errors reported by remote server: bad token',
      /does not accept the API token/,
    ],
    ['403 without a body', { status: 403, body: '' }, 'Error authenticating: Forbidden.', /may not do this/],
    ['404', { status: 404, body: '' }, 'Error authenticating: Not Found.', /base URL is the SCIM endpoint/],
    ['500', { status: 500, body: '' }, 'Error authenticating: Internal Server Error.', /problem of its own/],
    ['something else', { body: '{"hello":1}' }, 'The answer is not a list of users.', /not a SCIM endpoint/],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://x.test/login?t=1' } },
      'The application answers with a redirect to https://x.test/login.',
      /not followed/,
    ],
    [
      'no such name',
      fail('name-not-found', 'app.test is not known.'),
      'The application could not be reached: app.test is not known.',
      /spelling/,
    ],
    [
      'nothing listening',
      fail('refused', 'refused.'),
      'The application could not be reached: refused.',
      /Nothing listens/,
    ],
    [
      'a page instead of JSON',
      { status: 200, ...html },
      'Error authenticating: OK. Errors reported by remote server: Invalid JSON: Unexpected character',
      /web page where JSON is expected.*often ending in \/scim\/v2/,
    ],
    [
      'a page with 401',
      { status: 401, ...html },
      'Error authenticating: Unauthorized. Errors reported by remote server: Invalid JSON: Unexpected character',
      /does not accept the API token/,
    ],
    [
      'a page with 404',
      { status: 404, ...html },
      'Error authenticating: Not Found. Errors reported by remote server: Invalid JSON: Unexpected character',
      /often ending in \/scim\/v2/,
    ],
    ['429', { status: 429, body: '' }, 'Error authenticating: Too Many Requests.', /slow down/],
    ['503', { status: 503, body: '' }, 'Error authenticating: Service Unavailable.', /not available right now/],
    ['405', { status: 405, body: '' }, 'Error authenticating: Method Not Allowed.', /does not take this request/],
    ['no answer', fail('timeout', 'late.'), 'The application could not be reached: late.', /firewall/],
    ['a cut', fail('disconnected', 'cut.'), 'The application could not be reached: cut.', /proxy or firewall/],
    [
      'a private address',
      fail('address-not-allowed', 'no.'),
      'The application could not be reached: no.',
      /For safety/,
    ],
    ['a bad certificate', fail('tls', 'expired.'), 'The application could not be reached: expired.', /certificate/],
  ])('explains %s', async (_name, answer, title, hint) => {
    const result = await testCredentials(network(answer).options());
    expect(result).toMatchObject({ ok: false, title });
    expect(result.hint).toMatch(hint);
    expect(JSON.stringify(result)).not.toContain('s3cr3t');
  });
});
