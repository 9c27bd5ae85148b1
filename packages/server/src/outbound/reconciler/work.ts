import type { AppProfile } from '@lockstep/provisioning';
import { backoffMs, type ClientError } from '@lockstep/scim-client';
import type { Limits } from '../options.ts';
import type { Target } from '../target/open-target.ts';
import { PairStoppedError, toOutcome, toPairError } from './failures.ts';
import type { Knowledge, Pair } from './pair.ts';

/** What the work on a pair needs of the database. */
export interface PairStore {
  /** Remembers, before it is sent, that a creation may have been sent. False: another worker has taken the pair. */
  recordIntent(profile: AppProfile): Promise<boolean>;
  /**
   * Takes an account from a user who is not to have it any more. `owned`: another user has it by right; `busy`:
   * another user's account is just being worked on.
   */
  claimAccount(remoteId: string): Promise<'free' | 'owned' | 'busy'>;
}

export interface Work {
  readonly pair: Pair;
  readonly target: Target;
  readonly store: PairStore;
  readonly limits: Limits;
  readonly random: () => number;
  /** Kept up to date while working, and recorded however the work ends. */
  readonly known: Knowledge;
}

function retryMs({ pair, limits, random }: Work): number {
  return backoffMs(pair.attempts, limits.retry, random);
}

/** What a failed request makes of the work. */
export function stop(work: Work, error: ClientError): PairStoppedError {
  return new PairStoppedError(toOutcome(error, retryMs(work)), error.kind);
}

/** Two users may be exchanging a name; a while later there is room. After some tries a person is asked. */
export function collision(work: Work, error: ClientError): PairStoppedError {
  if (work.pair.attempts >= work.limits.refusalAttempts) return stop(work, error);
  return new PairStoppedError({ kind: 'later', error: toPairError(error), delayMs: retryMs(work) }, error.kind);
}

/** A failure without a {@link ClientError}: try again after a while. */
export function later(work: Work, message: string): never {
  throw new PairStoppedError({ kind: 'later', error: { class: 'unknown', message }, delayMs: retryMs(work) }, message);
}
