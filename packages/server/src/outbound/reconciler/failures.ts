import { describeError, exchangeOf, statusOf, type ClientError, type FailureReason } from '@lockstep/scim-client';
import type { Outcome, PairError } from './pair.ts';

/** Thrown inside the work on one pair, caught where the work ends; never leaves the reconciler. */
export class PairStoppedError extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome, message: string) {
    super(message);
    this.name = 'PairStoppedError';
    this.outcome = outcome;
  }
}

export function toPairError(error: ClientError): PairError {
  const status = statusOf(error);
  const told = { class: error.kind, message: describeError(error), exchange: exchangeOf(error) };
  return { ...told, ...(status === undefined ? {} : { status }) };
}

/** Refusals that pass by themselves: a slow request, a version that moved, a target that asks to come back. */
const passing = new Set([408, 412, 423, 425]);

/** Refusals that may concern the credential or the address as a whole, not this one account. */
const suspect = new Set([401, 403, 404, 405]);

/** Reasons that no single pair should find out again and again: a test of the credentials does. */
const lasting = new Set<FailureReason>(['address-not-allowed', 'tls']);

/** What a failed request means for the pair; `retryMs` is its wait where trying again makes sense. */
export function toOutcome(error: ClientError, retryMs: number): Outcome {
  const pairError = toPairError(error);
  switch (error.kind) {
    case 'throttled': {
      const { retryAfterMs } = error;
      return {
        kind: 'paused',
        error: pairError,
        probe: false,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
    }
    case 'unreachable':
      return { kind: 'paused', error: pairError, probe: lasting.has(error.reason) };
    case 'unavailable':
    case 'unknown':
      return { kind: 'later', error: pairError, delayMs: retryMs };
    case 'redirected':
    case 'not-scim':
      return { kind: 'suspect', error: pairError };
    case 'refused':
      if (passing.has(error.status)) return { kind: 'later', error: pairError, delayMs: retryMs };
      return { kind: suspect.has(error.status) ? 'suspect' : 'failed', error: pairError };
    default:
      return error satisfies never;
  }
}

/** Whether the request may have taken effect although it failed. */
export function mayHaveHappened(error: ClientError): boolean {
  return error.kind === 'unknown' || error.kind === 'unavailable' || error.kind === 'not-scim' || is503(error);
}

/** A gateway answers 503 also after it has passed the request on; 429 is answered before anything is done. */
function is503(error: ClientError): boolean {
  return error.kind === 'throttled' && error.status !== 429;
}
