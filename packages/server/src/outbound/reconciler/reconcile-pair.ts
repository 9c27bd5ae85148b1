import { applyChanges, desiredProfile, diffProfile, type AppProfile, type SourceUser } from '@lockstep/provisioning';
import type { ClientError } from '@lockstep/scim-client';
import { adopt, create, read } from './accounts.ts';
import { mayHaveHappened, PairStoppedError } from './failures.ts';
import type { Account, Outcome } from './pair.ts';
import { pushChanges } from './push-changes.ts';
import { held, siftChanges } from './sift-changes.ts';
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
  const desired = desiredProfile(target.template, user);
  if ('reason' in desired) return { kind: 'failed', error: { class: 'profile', message: desired.reason } };
  // a second round only where the account turns out to be gone in the first
  for (let round = 1; ; round += 1) {
    if (known.account === undefined) {
      if (!pair.application.create_users) return held('createUsers');
      known.account = (await adopt(work, desired.profile)) ?? (await create(work, desired.profile));
    }
    const outcome = await update(work, known.account, desired.profile);
    if (outcome !== 'gone') return outcome;
    if (round === 2) return later(work, 'The account is gone again right after it was found.');
  }
}

async function deprovision(work: Work): Promise<Outcome> {
  const { known, pair } = work;
  const nothing: Outcome = pair.assigned ? { kind: 'settled' } : { kind: 'forgotten' };
  if (known.account === undefined && known.intended === undefined) return nothing;
  if (known.account?.profile?.['active'] === false) return { kind: 'settled' };
  if (!pair.application.deactivate_users) return held('deactivateUsers');
  const account = known.account ?? (await adopt(work, known.intended ?? {}));
  known.intended = undefined;
  if (account === undefined || (await deactivate(work, account)) === 'gone') return nothing;
  return { kind: 'settled' };
}

/** The other attributes stay as they are, and an inactive account stays linked. */
async function deactivate(work: Work, account: Account): Promise<Outcome | 'gone'> {
  work.known.account = account;
  const profile = account.profile ?? (await read(work, account));
  return profile === undefined ? 'gone' : update(work, { ...account, profile }, { ...profile, active: false });
}

/** Brings an account to what is desired of it. `gone`: the target does not have it any more. */
async function update(work: Work, account: Account, desired: AppProfile): Promise<Outcome | 'gone'> {
  work.known.account = account;
  if (account.profile !== undefined) {
    const first = await push(work, account, account.profile, desired);
    if (!('error' in first)) return first.outcome;
    // what we believed of the account may be out of date: look, and try once more with what is true
    if (!mayBeOutdated(first.error)) throw failure(work, first.error);
  }
  const held = await read(work, account);
  if (held === undefined) return 'gone';
  const second = await push(work, account, held, desired);
  if ('error' in second) throw failure(work, second.error);
  return second.outcome;
}

type Pushed = { readonly outcome: Outcome | 'gone' } | { readonly error: ClientError };

async function push(work: Work, account: Account, profile: AppProfile, desired: AppProfile): Promise<Pushed> {
  const { known, target, pair } = work;
  const { send, outcome } = siftChanges(pair, target, diffProfile(target.template, profile, desired));
  if (send.length === 0) return { outcome };
  const result = await pushChanges(target, account.remoteId, send);
  if (result.kind === 'gone') {
    known.account = undefined;
    return { outcome: 'gone' };
  }
  if (result.kind === 'pushed') {
    known.account = { ...account, profile: applyChanges(profile, send) };
    return { outcome };
  }
  if (mayHaveHappened(result.error)) known.account = { ...account, profile: undefined };
  return { error: result.error };
}

function mayBeOutdated(error: ClientError): boolean {
  return error.kind === 'refused' && [400, 409, 412].includes(error.status);
}

function failure(work: Work, error: ClientError): PairStoppedError {
  return error.kind === 'refused' && error.status === 409 ? collision(work, error) : stop(work, error);
}
