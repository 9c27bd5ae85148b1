import { describe, expect, it } from 'vitest';
import { clientProfiles } from './client-profile.ts';
import { headerCredential, oauthCredential, type Credential } from './credential.ts';
import { testCredentials } from './credential-test.ts';
import { createScimClient } from './scim-client.ts';
import type { HttpAnswer, HttpFailure, HttpRequest } from './transport.ts';

type Answer = Partial<HttpAnswer> | HttpFailure;

/** A target and an authorization server on one network; each request is answered by who it is for. */
function network(target: (request: HttpRequest) => Answer, authorization: (request: HttpRequest) => Answer) {
  const sent: HttpRequest[] = [];
  const clock = { now: 0 };
  const send = async (request: HttpRequest): Promise<HttpAnswer | HttpFailure> => {
    sent.push(request);
    const answer = request.url === tokenUrl ? authorization(request) : target(request);
    return 'reason' in answer ? answer : { status: 200, headers: {}, body: '{}', cut: false, ...answer };
  };
  const oauth = (scope?: string) =>
    oauthCredential({
      send,
      now: () => clock.now,
      tokenUrl,
      clientId: 'client:1',
      clientSecret: 'söcret value',
      scope,
      base64: (text) => Buffer.from(text).toString('base64'),
    });
  const options = (credential: Credential) => ({
    send,
    now: () => clock.now,
    randomText: () => 'r',
    baseUrl: 'https://app.test/scim',
    credential,
    profile: clientProfiles.okta,
  });
  return { sent, clock, oauth, options };
}

const tokenUrl = 'https://login.test/token';
const token = (name: string, expires = 3600) => ({ body: JSON.stringify({ access_token: name, expires_in: expires }) });
const usedTokens = (sent: readonly HttpRequest[]) =>
  sent.filter(({ url }) => url !== tokenUrl).map(({ headers }) => headers['authorization']);
const fetches = (sent: readonly HttpRequest[]) => sent.filter(({ url }) => url === tokenUrl);

describe('OAuth client credentials', () => {
  it('fetch one token for all, keep it until it is about to expire, then fetch another', async () => {
    let count = 0;
    const net = network(
      () => ({}),
      () => token(`token-${(count += 1)}`, 100),
    );
    const client = createScimClient(net.options(net.oauth('users write')));
    await Promise.all(['1', '2', '3'].map((id) => client.retrieve('/Users', id)));
    expect(fetches(net.sent)).toMatchObject([
      {
        method: 'POST',
        body: 'grant_type=client_credentials&scope=users+write',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          // "client%3A1:s%C3%B6cret+value"
          authorization: 'Basic Y2xpZW50JTNBMTpzJUMzJUI2Y3JldCt2YWx1ZQ==',
        },
      },
    ]);
    net.clock.now = 89_000;
    await client.retrieve('/Users', '4');
    expect(fetches(net.sent)).toHaveLength(1);
    net.clock.now = 90_000;
    await client.retrieve('/Users', '5');
    expect(usedTokens(net.sent)).toEqual([...Array<string>(4).fill('Bearer token-1'), 'Bearer token-2']);
  });

  it('are renewed once when the token is refused, and the request sent again', async () => {
    const tokens = ['old', 'new', 'newer'];
    const net = network(
      ({ headers }) => (headers['authorization'] === 'Bearer new' ? { status: 201 } : { status: 401, body: '' }),
      () => token(tokens.shift() ?? ''),
    );
    const client = createScimClient(net.options(net.oauth()));
    expect(await client.create('/Users', {})).toMatchObject({ ok: true, status: 201 });
    expect(usedTokens(net.sent)).toEqual(['Bearer old', 'Bearer new']);
    const hopeless = network(
      () => ({ status: 401, body: '' }),
      () => token('refused'),
    );
    const result = await createScimClient(hopeless.options(hopeless.oauth())).retrieve('/Users', '1');
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused', status: 401 } });
    expect(hopeless.sent).toHaveLength(4);
  });

  it.each<[string, Answer, object]>([
    ['refused', { status: 401, body: '{"error":"invalid_client"}' }, { kind: 'refused', status: 401 }],
    ['not there', { sent: false, reason: 'refused', message: 'x' }, { kind: 'unreachable', reason: 'refused' }],
    ['lost', { sent: true, reason: 'timeout', message: 'x' }, { kind: 'unreachable', reason: 'timeout' }],
    ['failing', { status: 500, body: '' }, { kind: 'throttled', status: 500 }],
    ['a page', { body: '<html>' }, { kind: 'refused', status: 401 }],
    ['a token with a line break', token('a\r\nx: y'), { kind: 'refused', status: 401 }],
  ])('%s: nothing is sent to the application', async (_name, answer, error) => {
    const net = network(
      () => ({}),
      () => answer,
    );
    const options = net.options(net.oauth());
    expect(await createScimClient(options).create('/Users', {})).toMatchObject({ ok: false, error });
    const test = await testCredentials(options);
    expect(test).toMatchObject({ ok: false, request: { method: 'POST', url: tokenUrl } });
    expect(JSON.stringify(test)).not.toMatch(/söcret|s%C3|x: y/);
    expect(usedTokens(net.sent)).toEqual([]);
  });
});

it('an API key may have a header of its own, and no answer brings a secret back', async () => {
  const net = network(
    ({ headers }) => ({ status: 400, body: `{"detail":"${headers['x-api-key']} is what you sent"}` }),
    () => ({}),
  );
  const options = net.options(headerCredential('X-API-Key', 'k3y-of-mine', ['k3y-of-mine']));
  const result = await createScimClient(options).retrieve('/Users', '1');
  expect(net.sent[0]?.headers).toMatchObject({ 'x-api-key': 'k3y-of-mine' });
  expect(net.sent[0]?.headers).not.toHaveProperty('authorization');
  expect(result).toMatchObject({ error: { detail: '••• is what you sent' } });
  expect(JSON.stringify(await testCredentials(options))).not.toContain('k3y');
});
