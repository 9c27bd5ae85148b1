import { applyChanges, desiredProfile, diffProfile, type AppProfile, type SourceUser } from '@lockstep/provisioning';
import type { ClientError } from '@lockstep/scim-client';
import { adopt, adoptOrCreate, erase, lookUpAgain, read } from './accounts.ts';
import { endingNow } from './ending-now.ts';
import { mayHaveHappened, PairStoppedError } from './failures.ts';
import type { Account, Outcome } from './pair.ts';
import { inRequests, pushChanges } from './push-changes.ts';
import { held, mayDo, siftChanges } from './sift-changes.ts';
import { collision, later, stop, type Work } from './work.ts';

/** Sends the least that brings the account to what is desired now. Throws only what is a fault of our own. */
export async function reconcilePair(work: Work): Promise<Outcome> {
  try {
    const { wanted } = work.pair;
    return wanted === undefined ? await deprovision(work) : await provision(work, wanted);
  } catch (error) {
    if (error instanceof PairStoppedError) return error.outcome;
    throw error;
  }
}

async function provision(work: Work, user: SourceUser): Promise<Outcome> {
  const { known, pair, target } = work;
  const desired = desiredProfile(target.template, user, pair.values, pair.accountName);
  if ('reason' in desired) {
    return { kind: 'failed', error: { class: desired.cause ?? 'profile', message: desired.reason } };
  }
  // a second round only where the account turns out to be gone in the first
  for (let round = 1; ; round += 1) {
    if (known.account === undefined) {
      if (!mayDo(pair.application, target.template, 'createUsers')) return held('createUsers');
      known.account = await adoptOrCreate(work, desired.profile);
    } else if (wakesUp(work, known.account)) await lookUpAgain(work, desired.profile);
    const outcome = await update(work, known.account, desired.profile);
    if (outcome !== 'gone') return outcome;
    if (target.template.constraints?.tombstones === true) return tombstoned(target.template.name);
    if (round === 2) return later(work, 'The account is gone again right after it was found.');
  }
}

/** The application does not make a deleted account again by itself: asking would only be refused. */
function tombstoned(name: string): Outcome {
  const message = `The account was deleted at ${name}, which does not create a deleted user again. To have it made anew, switch “Propagate provisioning” off and on there (or allow the user again there), then retry.`;
  return { kind: 'failed', error: { class: 'tombstone', message } };
}

/** Whether an account that was left inactive is to be active again, in a client profile that asks for it first. */
function wakesUp({ pair, target }: Work, { profile }: Account): boolean {
  const { lookupBeforeActivation } = target.client.profile;
  return (
    lookupBeforeActivation &&
    profile?.['active'] === false &&
    mayDo(pair.application, target.template, 'deactivateUsers')
  );
}

async function deprovision(work: Work): Promise<Outcome> {
  const { known, pair, target } = work;
  const nothing: Outcome = pair.assigned ? { kind: 'settled' } : { kind: 'forgotten' };
  if (known.account === undefined && known.intended === undefined) return nothing;
  const step = endingNow(pair, known.account, target.template);
  if (step === 'keep') return { kind: 'settled' };
  if (!mayDo(pair.application, target.template, 'deactivateUsers')) return held('deactivateUsers');
  const account = known.account ?? (await adopt(work, known.intended ?? {}));
  known.intended = undefined;
  if (account === undefined) return nothing;
  if (step === 'delete') await erase(work, account);
  else if ((await deactivate(work, account)) !== 'gone') return { kind: 'settled' };
  return nothing;
}

/** The other attributes stay as they are, and an inactive account stays linked. */
async function deactivate(work: Work, account: Account): Promise<Outcome | 'gone'> {
  work.known.account = account;
  const { readBeforePatch } = work.target.client.profile;
  const profile = account.profile === undefined || readBeforePatch ? await read(work, account) : account.profile;
  return profile === undefined ? 'gone' : update(work, work.known.account, { ...profile, active: false });
}

/** Brings an account to what is desired of it. `gone`: the target does not have it any more. */
async function update(work: Work, account: Account, desired: AppProfile): Promise<Outcome | 'gone'> {
  const { known } = work;
  known.account = account;
  const { readBeforePatch } = work.target.client.profile;
  let refusal: ClientError | undefined;
  if (account.profile !== undefined) {
    const { send, outcome } = siftChanges(
      work.pair,
      work.target.template,
      diffProfile(work.target.template, account.profile, desired),
    );
    if (send.length === 0) return outcome;
    if (account.fresh !== undefined || !readBeforePatch) {
      const first = await push(work, account, account.profile, desired);
      if (!('error' in first)) return first.outcome;
      // what we believed of the account may be out of date: look, and try once more with what is true
      if (!mayBeOutdated(first.error)) throw failure(work, first.error);
      refusal = first.error;
    }
  }
  const believed = known.account.profile;
  const held = await read(work, account);
  if (held === undefined) return 'gone';
  if (refusal !== undefined && isSettled(work, refusal, believed, held)) throw failure(work, refusal);
  const second = await push(work, known.account, held, desired);
  if ('error' in second) throw failure(work, second.error);
  return second.outcome;
}

type Pushed = { readonly outcome: Outcome | 'gone' } | { readonly error: ClientError };

async function push(work: Work, account: Account, profile: AppProfile, desired: AppProfile): Promise<Pushed> {
  const { known, target, pair } = work;
  const { send, outcome } = siftChanges(pair, target.template, diffProfile(target.template, profile, desired));
  let now: Account & { readonly profile: AppProfile } = { ...account, profile };
  for (const changes of send.length === 0 ? [] : inRequests(send, target.client.profile)) {
    const result = await pushChanges(target, now, changes);
    known.sent = true;
    if (result.kind === 'gone') {
      known.account = undefined;
      return { outcome: 'gone' };
    }
    if (result.kind === 'failed') {
      if (mayHaveHappened(result.error)) known.account = { remoteId: account.remoteId, profile: undefined };
      return { error: result.error };
    }
    now = { remoteId: account.remoteId, profile: applyChanges(now.profile, changes), version: result.version };
    known.account = now;
  }
  return { outcome };
}

function mayBeOutdated(error: ClientError): boolean {
  return error.kind === 'refused' && [400, 409, 412].includes(error.status);
}

/** Whether a refusal would come again: the account is as we believed. A version may move without anything that we see. */
function isSettled({ target }: Work, error: ClientError, believed: AppProfile | undefined, held: AppProfile): boolean {
  if (believed === undefined || (error.kind === 'refused' && error.status === 412)) return false;
  return diffProfile(target.template, believed, held).length === 0;
}

function failure(work: Work, error: ClientError): PairStoppedError {
  return error.kind === 'refused' && error.status === 409 ? collision(work, error) : stop(work, error);
}
