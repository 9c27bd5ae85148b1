import { backoffMs } from '@lockstep/scim-client';
import type { Outcome, Pair, PairError } from './pair.ts';
import type { Work } from './work.ts';

/**
 * Tells a target that refuses one account from one that refuses all writes. cybozu.com answers reads with 200 and
 * every write with 403 while its "Propagate provisioning" is off: a test of the credentials passes then.
 */
export interface Health {
  succeeded(pair: Pair): void;
  /** What a 403 means although the credentials pass their test. */
  judgeRefusal(work: Work, error: PairError): Outcome;
}

/** The longest wait of an application that refuses writes: whoever switches propagation on does not wait for long. */
const longestMs = 60_000;

export function createHealth(): Health {
  /** Applications where something went well since the last refusal. */
  const healthy = new Set<string>();
  return {
    succeeded: (pair) => healthy.add(pair.applicationId),
    judgeRefusal: ({ pair, limits, random }, error) => {
      if (!healthy.delete(pair.applicationId)) {
        const waitMs = backoffMs(pair.application.pause_count + 1, limits.pause, random);
        return { kind: 'paused', error, retryAfterMs: Math.min(longestMs, waitMs), probe: false };
      }
      if (pair.attempts >= limits.refusalAttempts) return { kind: 'failed', error };
      return { kind: 'later', error, delayMs: backoffMs(pair.attempts, limits.retry, random) };
    },
  };
}
