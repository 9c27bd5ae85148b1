import type { JsonValue } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import { parseObject } from './read-answer.ts';
import type { HttpAnswer, HttpFailure, HttpRequest, Send } from './transport.ts';

type Authorization =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly error: ClientError; readonly exchange?: TokenExchange };

/** The request for an OAuth token that failed, and its answer; the request holds the client secret: show its URL only. */
interface TokenExchange {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer | HttpFailure;
}

/** How requests to one application prove who they come from. */
export interface Credential {
  authorize(): Promise<Authorization>;
  /** The headers were refused with 401. True where others can be had, so that the request is worth sending again. */
  refused(headers: Readonly<Record<string, string>>): boolean;
  /** Texts that no answer may bring back to a person or a log. */
  secrets(): readonly string[];
}

/** One header that stays: a bearer token, an API key in a header of its own, user name and password. */
export function headerCredential(name: string, value: string, secrets: readonly string[]): Credential {
  const headers = { [name.toLowerCase()]: value };
  return {
    authorize: () => Promise.resolve({ ok: true, headers }),
    refused: () => false,
    secrets: () => secrets,
  };
}

export interface OAuthClient {
  readonly send: Send;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
  /** Base64 of UTF-8 text. */
  readonly base64: (text: string) => string;
}

/** Where the token endpoint does not say, and the most that is believed, in seconds. */
const [usualLifetime, longestLifetime] = [300, 86_400];
/** A token is not used in its last seconds: the request takes a while to arrive. */
const marginMs = 10_000;

/**
 * OAuth 2.0 client credentials (RFC 6749 §4.4): fetches a token, keeps it until shortly before it expires, and fetches
 * another when it is refused with 401. Those who ask at the same time share one request.
 */
export function oauthCredential(client: OAuthClient): Credential {
  let held: { readonly token: string; readonly until: number } | undefined;
  let fetching: Promise<Authorization> | undefined;

  async function fetchToken(): Promise<Authorization> {
    const request = tokenRequest(client);
    const answer = await client.send(request);
    const read = readToken(answer);
    if (!('token' in read)) {
      // what came with a success may hold a token, whatever else is wrong with it
      const shown = 'status' in answer && answer.status < 300 ? { ...answer, body: '' } : answer;
      return { ok: false, error: read, exchange: { request, answer: shown } };
    }
    const lifetimeMs = Math.min(read.lifetime, longestLifetime) * 1000;
    held = { token: read.token, until: client.now() + Math.max(0, lifetimeMs - marginMs) };
    return { ok: true, headers: bearer(read.token) };
  }
  return {
    authorize: () => {
      if (held !== undefined && client.now() < held.until)
        return Promise.resolve({ ok: true, headers: bearer(held.token) });
      fetching ??= fetchToken().finally(() => (fetching = undefined));
      return fetching;
    },
    refused: (headers) => {
      // another request may have fetched a new one already
      if (held !== undefined && headers['authorization'] === `Bearer ${held.token}`) held = undefined;
      return true;
    },
    secrets: () => [client.clientSecret, ...(held === undefined ? [] : [held.token])],
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function tokenRequest({ tokenUrl, clientId, clientSecret, scope, base64 }: OAuthClient): HttpRequest {
  const form = new Map([
    ['grant_type', 'client_credentials'],
    ...(scope === undefined ? [] : [['scope', scope] as const]),
  ]);
  // RFC 6749 §2.3.1: each part is form-encoded before they are put together
  const basic = base64(`${formEncode(clientId)}:${formEncode(clientSecret)}`);
  return {
    method: 'POST',
    url: tokenUrl,
    headers: {
      'user-agent': 'Lockstep',
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${basic}`,
    },
    body: [...form].map(([name, value]) => `${name}=${formEncode(value)}`).join('&'),
    timeoutMs: 30_000,
    maxBytes: 64 * 1024,
  };
}

function formEncode(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}

const asked = 'the OAuth token could not be fetched';

function readToken(answer: HttpAnswer | HttpFailure): { token: string; lifetime: number } | ClientError {
  // no SCIM request was sent, so nothing can have happened
  if (!('status' in answer)) {
    return { kind: 'unreachable', reason: answer.reason, message: `${asked}: ${answer.message}` };
  }
  const body = answer.cut ? undefined : parseObject(answer.body);
  const token = body?.['access_token'];
  if (answer.status >= 300 || typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    return tokenRefused(answer, body?.['error']);
  }
  const expires = Number(body?.['expires_in']);
  return { token, lifetime: expires > 0 ? expires : usualLifetime };
}

/** A refusal of the client is told as 401, which makes the application wait; anything else may pass. */
function tokenRefused({ status }: HttpAnswer, code: JsonValue | undefined): ClientError {
  if (status === 429 || status >= 500) return { kind: 'throttled', status, detail: `${asked}.` };
  const reason = typeof code === 'string' ? code.slice(0, 100) : `${status}`;
  return { kind: 'refused', status: 401, detail: `${asked} (${reason}).` };
}

/** The text without the secrets; shorter ones than 6 characters may stand in any text. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.filter(({ length }) => length >= 6).reduce((left, secret) => left.replaceAll(secret, '•••'), text);
}
