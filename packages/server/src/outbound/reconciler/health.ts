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

/** People whose refusals in a row say that it is not about them. */
const severalPeople = 2;

export function createHealth(): Health {
  /** Who was refused since something last went well, by application. */
  const refused = new Map<string, Set<string>>();
  return {
    succeeded: (pair) => refused.delete(pair.applicationId),
    judgeRefusal: ({ pair, limits, random }, error) => {
      const people = refused.get(pair.applicationId) ?? new Set();
      refused.set(pair.applicationId, people.add(pair.userId));
      // one alone stops nobody, however often they are refused
      if (people.size >= severalPeople) {
        const waitMs = backoffMs(pair.application.pause_count + 1, limits.pause, random);
        return { kind: 'paused', error, retryAfterMs: Math.min(longestMs, waitMs), probe: false };
      }
      if (pair.attempts >= limits.refusalAttempts) return { kind: 'failed', error };
      return { kind: 'later', error, delayMs: backoffMs(pair.attempts, limits.retry, random) };
    },
  };
}
