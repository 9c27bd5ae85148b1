import { backoffMs, type ClientError } from '@lockstep/scim-client';
import { PairStoppedError, toOutcome, toPairError } from '../reconciler/failures.ts';
import type { GroupWork } from './pushed-group.ts';

function retryMs({ push, limits, random }: GroupWork): number {
  return backoffMs(push.attempts, limits.retry, random);
}

/** Thrown inside the work where PATCH is not taken and the client profile goes over to PUT then. */
export class PatchNotTakenError extends Error {
  constructor() {
    super('PATCH is not taken.');
    this.name = 'PatchNotTakenError';
  }
}

/** What a failed PATCH makes of the work; throws {@link PatchNotTakenError} where PUT is the way. */
export function stopPatch(work: GroupWork, error: ClientError): PairStoppedError {
  const lacksPatch = 'status' in error && (error.status === 405 || error.status === 501);
  if (lacksPatch && work.target.client.profile.putWithoutPatch) throw new PatchNotTakenError();
  return stop(work, error);
}

/** What a failed request makes of the work. */
export function stop(work: GroupWork, error: ClientError): PairStoppedError {
  // not implemented stays so
  if ('status' in error && error.status === 501) {
    return new PairStoppedError({ kind: 'failed', error: toPairError(error) }, error.kind);
  }
  return new PairStoppedError(toOutcome(error, retryMs(work)), error.kind);
}

/** Two groups may be exchanging a name; a while later there is room. After some tries a person is asked. */
export function collision(work: GroupWork, error: ClientError): PairStoppedError {
  if (work.push.attempts >= work.limits.refusalAttempts) return stop(work, error);
  return new PairStoppedError({ kind: 'later', error: toPairError(error), delayMs: retryMs(work) }, error.kind);
}

/** A failure without a {@link ClientError}: try again after a while. */
export function later(work: GroupWork, message: string): PairStoppedError {
  return new PairStoppedError({ kind: 'later', error: { class: 'unknown', message }, delayMs: retryMs(work) }, message);
}

/** Kinds of trouble with a pushed group that a person must end. */
export type GroupFault =
  | 'no-groups'
  | 'group-name-kept'
  | 'group-name-taken'
  | 'group-linked-twice'
  | 'group-gone'
  | 'group-deleted'
  | 'ambiguous';

/** A person is needed. */
export function failed(kind: GroupFault, message: string): PairStoppedError {
  return new PairStoppedError({ kind: 'failed', error: { class: kind, message } }, message);
}
