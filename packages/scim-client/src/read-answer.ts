import type { JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import { parseRetryAfter } from './retry.ts';
import type { HttpAnswer } from './transport.ts';

/** `resource` is absent where the answer had no body, as 204. */
export interface ScimAnswer {
  readonly ok: true;
  readonly status: number;
  readonly resource?: JsonObject;
  readonly etag?: string;
}

export type ScimResult = ScimAnswer | { readonly ok: false; readonly error: ClientError };

/** Characters of an answer that errors quote. */
const quoted = 200;

/** Decides what an answer means; `now` (milliseconds since the epoch) is for `Retry-After` dates. */
export function readAnswer(answer: HttpAnswer, now: number): ScimResult {
  if (answer.status >= 300) return { ok: false, error: readError(answer, now) };
  const etag = answer.headers['etag'];
  const head = { ok: true, status: answer.status, ...(etag === undefined ? {} : { etag }) } as const;
  if (answer.body.trim() === '') return head;
  const resource = answer.cut ? undefined : parseObject(answer.body);
  return resource === undefined ? { ok: false, error: notScim(answer) } : { ...head, resource };
}

/** What `not-scim` tells of an answer; also what the credential test shows of any answer. */
export function beginningOf(answer: HttpAnswer): { status: number; contentType: string; beginning: string } {
  return {
    status: answer.status,
    contentType: answer.headers['content-type'] ?? '',
    beginning: answer.body.slice(0, quoted),
  };
}

function notScim(answer: HttpAnswer): ClientError {
  return { kind: 'not-scim', ...beginningOf(answer) };
}

function readError(answer: HttpAnswer, now: number): ClientError {
  const { status } = answer;
  if (status < 400) return { kind: 'redirected', status, location: withoutQuery(answer.headers['location'] ?? '') };
  const body = answer.cut ? undefined : parseObject(answer.body);
  if (status === 429 || status === 503) return { kind: 'throttled', status, ...said(body), ...wait(answer, now) };
  if (status >= 500) return { kind: 'unavailable', status, ...said(body) };
  if (body === undefined && answer.body.trim() !== '') return notScim(answer);
  return { kind: 'refused', status, ...said(body) };
}

function wait(answer: HttpAnswer, now: number): { retryAfterMs?: number } {
  const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], now);
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

/** What a SCIM error says (RFC 7644 §3.12), where it says it as text. */
function said(body: JsonObject | undefined): { detail?: string; scimType?: string } {
  const detail = body?.['detail'];
  const scimType = body?.['scimType'];
  return {
    ...(typeof detail === 'string' ? { detail: detail.slice(0, quoted) } : {}),
    ...(typeof scimType === 'string' ? { scimType: scimType.slice(0, quoted) } : {}),
  };
}

/** A redirect may carry a session or a token in its query. */
function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').slice(0, quoted);
}

/** Brackets within brackets that an answer may have: SCIM needs five. */
const deepest = 64;

/** Undefined where the text is no JSON object, or one so deep that whoever walks it may fall. */
export function parseObject(body: string): JsonObject | undefined {
  if (depthOf(body) > deepest) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** How deep the brackets of JSON text go; those within strings do not count. One pass, whatever the text. */
function depthOf(json: string): number {
  let [depth, most] = [0, 0];
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') most = Math.max(most, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
  }
  return most;
}
