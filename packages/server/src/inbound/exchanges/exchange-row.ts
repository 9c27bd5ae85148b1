import type { Answered, Noted } from './exchange.ts';
import { maskBodies, maskPath, storable } from './mask-body.ts';
import { recognizeClient } from './recognize-client.ts';

/** A row of `exchanges`, without the organization and who sent it. */
export interface ExchangeRow {
  readonly id: string;
  readonly at: string;
  readonly duration_ms: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly client: string;
  readonly user_agent: string;
  readonly address: string;
  readonly login_name: string | null;
  readonly resource_id: string | null;
  readonly tolerances: readonly Noted[] | null;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly request_body: string | null;
  readonly request_kept: string;
  readonly request_bytes: number;
  readonly answer_headers: Readonly<Record<string, string>>;
  readonly answer_body: string | null;
  readonly answer_kept: string;
  readonly answer_bytes: number;
}

export interface KeepRules {
  /** Whether bodies are kept. */
  readonly bodies: boolean;
  /** Most characters of each body. */
  readonly bodyLimit: number;
}

/** Headers that help and cannot hold a secret. Of Authorization only the scheme is kept. */
const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-match', 'prefer', 'user-agent'];
const answerHeaders = ['allow', 'content-type', 'etag', 'location', 'preference-applied', 'retry-after'];
const headerLength = 500;
const knownScheme = /^(?:bearer|basic|digest|negotiate)(?= )/i;

function pick(headers: Answered['requestHeaders'], names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') found[name] = storable(value.slice(0, headerLength));
  }
  return found;
}

function pickRequest(headers: Answered['requestHeaders']): Record<string, string> {
  const { authorization } = headers;
  const found = pick(headers, requestHeaders);
  if (typeof authorization !== 'string') return found;
  const [scheme] = knownScheme.exec(authorization) ?? [];
  return { authorization: scheme === undefined ? '••••••' : `${scheme} ••••••`, ...found };
}

/** Far enough into a body for the login name, and no further. */
const searched = 4096;
const memberPattern = /"userName"\s*:\s*("(?:[^"\\]|\\.){1,512}")/i;
const filterPattern = /(?:^|\W)userName\s+eq\s+("(?:[^"\\]|\\.){1,512}")/i;

function readQuoted(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function filterOf(path: string): string {
  const at = path.indexOf('?');
  if (at < 0 || !/username/i.test(path)) return '';
  try {
    return decodeURIComponent(path.slice(at + 1).replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** The login name that a request is about, in lower case. */
function loginNameOf({ path, requestBody, answerBody }: Answered): string | null {
  if (!path.startsWith('/Users')) return null;
  const member = (body: string): string | undefined => memberPattern.exec(body.slice(0, searched))?.[1];
  const one = /^\/Users\/[^.?/]/.test(path);
  const found =
    readQuoted(member(requestBody)) ??
    readQuoted(filterPattern.exec(filterOf(path))?.[1]) ??
    (one ? readQuoted(member(answerBody)) : undefined);
  return found === undefined ? null : storable(found.toLowerCase());
}

/** The id of the resource: in the address, or in the Location of what was created. */
function resourceIdOf({ path, answerHeaders: { location } }: Answered): string | null {
  const inPath = /^\/(?:Users|Groups)\/([0-9a-f-]{36})(?=$|[?/])/i.exec(path)?.[1];
  if (inPath !== undefined) return inPath.toLowerCase();
  return typeof location === 'string' ? (/\/([0-9a-f-]{36})$/.exec(location)?.[1] ?? null) : null;
}

function refusalOf(status: number, answer: string): { scimType: string | null; detail: string | null } {
  if (status < 400) return { scimType: null, detail: null };
  try {
    const { scimType, detail } = JSON.parse(answer) as { scimType?: unknown; detail?: unknown };
    return {
      scimType: typeof scimType === 'string' ? scimType : null,
      detail: typeof detail === 'string' ? storable(detail.slice(0, 2000)) : null,
    };
  } catch {
    return { scimType: null, detail: null };
  }
}

/** Works out the row of an exchange: everything that costs more than remembering what was said. */
export function toExchangeRow(answered: Answered, { bodies, bodyLimit }: KeepRules): ExchangeRow {
  const { id, at, duration, method, status, address, tolerances, secrets } = answered;
  const userAgent = answered.requestHeaders['user-agent'];
  const agent = storable(typeof userAgent === 'string' ? userAgent.slice(0, headerLength) : '');
  const { request, answer } = maskBodies(answered.requestBody, answered.answerBody, secrets, bodyLimit);
  const refusal = refusalOf(status, answer.text ?? '');
  return {
    id,
    at: at.toISOString(),
    duration_ms: Math.round(duration * 100) / 100,
    method,
    path: maskPath(answered.path, secrets),
    status,
    scim_type: refusal.scimType,
    detail: refusal.detail,
    client: recognizeClient(answered, agent),
    user_agent: agent,
    address,
    login_name: loginNameOf(answered),
    resource_id: resourceIdOf(answered),
    tolerances: tolerances.length === 0 ? null : tolerances.map(({ name, path }) => ({ name, path: storable(path) })),
    request_headers: pickRequest(answered.requestHeaders),
    request_body: bodies ? (request.text ?? null) : null,
    request_kept: bodies ? request.kept : 'none',
    request_bytes: request.bytes,
    answer_headers: pick(answered.answerHeaders, answerHeaders),
    answer_body: bodies ? (answer.text ?? null) : null,
    answer_kept: bodies ? answer.kept : 'none',
    answer_bytes: answer.bytes,
  };
}
