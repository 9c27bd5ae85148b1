/**
 * Milliseconds to wait that a `Retry-After` header asks for (RFC 9110 §10.2.3): whole seconds, or an HTTP date
 * set against `now` (milliseconds since the epoch). Undefined where it says neither.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // An HTTP date begins with the name of the day; Date.parse alone would also take "-1" or "2.5" for a date.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

export interface Backoff {
  /** Milliseconds before the first retry. */
  readonly firstMs: number;
  /** Milliseconds that no wait exceeds. */
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after the given number of failed attempts (from 1): doubling, then spread over the upper
 * half by `random` (0 ≤ r < 1), so that many failing together do not come back together.
 */
export function backoffMs(attempts: number, backoff: Backoff, random: () => number): number {
  const whole = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(30, Math.max(0, attempts - 1)));
  return Math.round(whole / 2 + (whole / 2) * random());
}
