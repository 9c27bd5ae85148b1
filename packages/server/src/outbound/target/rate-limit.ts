import type { Send } from '@lockstep/scim-client';

/**
 * Lets at most `perSecond` requests through in a second, in the order in which they come: a token bucket that holds one
 * second's worth. Those that must wait do so before their own time limit begins to run.
 */
export function rateLimited(send: Send, perSecond: number, now: () => number): Send {
  const interval = 1000 / perSecond;
  /** When the bucket will be full again, as requests that wait have taken from it already. */
  let full = 0;
  return async (request) => {
    full = Math.max(full, now()) + interval;
    const waitMs = full - 1000 - now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return send(request);
  };
}
