import type { FailureReason } from './transport.ts';

/**
 * Everything that may come of a request other than success, as data.
 *
 * - `refused`: the target understood and said no (4xx).
 * - `throttled`: 429 or 503; `retryAfterMs` where the target said how long.
 * - `unavailable`: any other 5xx; the effect may have happened.
 * - `redirected`: 3xx, never followed, since the credential belongs to one address only.
 * - `unreachable`: nothing was sent.
 * - `unknown`: sent, and no whole answer came back; the effect may have happened.
 * - `not-scim`: something other than a SCIM answer, a login page for instance.
 */
export type ClientError =
  | { readonly kind: 'refused'; readonly status: number; readonly scimType?: string; readonly detail?: string }
  | {
      readonly kind: 'throttled';
      readonly status: number;
      readonly retryAfterMs?: number;
      readonly detail?: string;
      readonly scimType?: string;
    }
  | { readonly kind: 'unavailable'; readonly status: number; readonly detail?: string; readonly scimType?: string }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string }
  | { readonly kind: 'unreachable'; readonly reason: FailureReason; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: FailureReason; readonly message: string }
  | { readonly kind: 'not-scim'; readonly status: number; readonly contentType: string; readonly beginning: string };

/** The HTTP status, where there was an answer. */
export function statusOf(error: ClientError): number | undefined {
  return 'status' in error ? error.status : undefined;
}

type Sentences = { readonly [K in ClientError['kind']]: (error: Extract<ClientError, { kind: K }>) => string };

const sentences: Sentences = {
  refused: (error) => `The application refused with ${error.status}${said(error.detail ?? error.scimType)}`,
  throttled: (error) => `The application asks to slow down (${error.status})${said(error.detail)}`,
  unavailable: (error) => `The application failed with ${error.status}${said(error.detail)}`,
  redirected: (error) =>
    `The application answered ${error.status}, a redirect to ${error.location || 'nowhere'}. Redirects are not followed.`,
  unreachable: (error) => `The application could not be reached: ${error.message}`,
  unknown: (error) => `The request was sent, but no answer came back: ${error.message}`,
  'not-scim': (error) =>
    `The application answered ${error.status} with something that is not SCIM (${error.contentType || 'no content type'}).`,
};

/** One sentence for a person; holds what the target said, never the credential. */
export function describeError(error: ClientError): string {
  const sentence = sentences[error.kind] as (error: ClientError) => string;
  return sentence(error);
}

function said(detail: string | undefined): string {
  return detail === undefined || detail === '' ? '.' : `: ${detail}`;
}
