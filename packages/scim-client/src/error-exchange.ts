import type { ClientError } from './client-error.ts';
import type { HttpAnswer, HttpFailure, HttpRequest } from './transport.ts';

/** What was sent and what came back, cut to what a person reads. Holds no credential and no password. */
export interface ErrorExchange {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  /** Absent where there was no answer. */
  readonly status?: number;
  readonly contentType?: string;
  readonly answer?: string;
}

/** Characters that are kept of a body. */
const kept = 4000;

/** Beside the errors, so that those stay plain values that compare. */
const exchanges = new WeakMap<ClientError, ErrorExchange>();

/** Remembers what the error came of. */
export function keepExchange(error: ClientError, request: HttpRequest, answer: HttpAnswer | HttpFailure): void {
  const { method, url, body } = request;
  exchanges.set(error, {
    method,
    url,
    ...(body === undefined ? {} : { body: withoutPassword(body).slice(0, kept) }),
    ...('status' in answer
      ? {
          status: answer.status,
          contentType: (answer.headers['content-type'] ?? '').slice(0, 200),
          answer: answer.body.slice(0, kept),
        }
      : {}),
  });
}

/** What the error came of; undefined where nothing was sent for it alone. */
export function exchangeOf(error: ClientError): ErrorExchange | undefined {
  return exchanges.get(error);
}

/** The value of every member `password` of JSON text is masked. */
function withoutPassword(json: string): string {
  return json.replaceAll(/("password"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"•••"');
}
