import { fromResource, managedTargets, toResource, type AppProfile } from '@lockstep/provisioning';
import { isRemoteId } from '@lockstep/scim-client';
import { mayHaveHappened, PairStoppedError } from './failures.ts';
import { findAccount, type AccountSearch } from './find-account.ts';
import type { Account } from './pair.ts';
import { versionOf } from '../target/answer-version.ts';
import { collision, later, stop, type Work } from './work.ts';

/** Links the account that is there already, if there is one. */
export async function adopt(work: Work, profile: AppProfile): Promise<Account | undefined> {
  const { known, pair, target } = work;
  const names = [profile['userName'], known.intended?.['userName']].filter((name) => typeof name === 'string');
  const thorough = known.intended !== undefined || pair.remoteId !== undefined;
  const search = await findAccount(target, {
    names: [...new Set(names)],
    ...(thorough ? { externalId: pair.userId } : {}),
  });
  return link(work, search);
}

async function link(work: Work, search: AccountSearch): Promise<Account | undefined> {
  if (search.kind === 'error') throw stop(work, search.error);
  if (search.kind === 'none') return undefined;
  if (search.kind === 'several') {
    const message = `The application has ${search.count} accounts with the login name ${search.name}.`;
    throw new PairStoppedError({ kind: 'failed', error: { class: 'ambiguous', message } }, message);
  }
  const claim = await work.store.claimAccount(search.account.remoteId);
  if (claim === 'busy')
    return later(work, 'The account of this login name is just being worked on for another person.');
  if (claim === 'owned') {
    if (work.pair.wanted === undefined) return undefined;
    const detail = 'the account with this login name belongs to another person of the directory';
    throw collision(work, { kind: 'refused', status: 409, detail });
  }
  work.known.intended = undefined;
  // between the search and the claim another pair may have finished with this account: what it held then is no news
  return { remoteId: search.account.remoteId, profile: undefined };
}

/**
 * Asks for an account by its login name although its id is known, as client profiles do before they activate it. What
 * the answer holds changes nothing: the account stays the one that was linked.
 */
export async function lookUpAgain(work: Work, profile: AppProfile): Promise<void> {
  const search = await findAccount(work.target, { names: [String(profile['userName'])] });
  if (search.kind === 'error') throw stop(work, search.error);
}

/**
 * Links the account that is there, or makes it. Where nothing was ever sent for the pair, the intent to create is recorded
 * while the target looks: should the process end, the next one looks again anyhow.
 */
export async function adoptOrCreate(work: Work, desired: AppProfile): Promise<Account> {
  const { known, pair, store } = work;
  const untouched = known.intended === undefined && pair.remoteId === undefined;
  const [found, recorded] = await Promise.all([
    adopt(work, desired),
    untouched ? store.recordIntent(desired) : undefined,
  ]);
  if (found !== undefined) return found;
  if (!(recorded ?? (await store.recordIntent(desired)))) return later(work, 'Another worker has taken over.');
  return create(work, desired);
}

/** Makes the account, which is on record, or links the one that turns out to be there. */
async function create(work: Work, desired: AppProfile): Promise<Account> {
  const { known, pair, target } = work;
  known.intended = desired;
  const result = await target.client.create('/Users', toResource(desired));
  known.sent = true;
  if (result.ok) {
    const remoteId = result.resource?.['id'];
    if (isRemoteId(remoteId)) {
      known.intended = undefined;
      return { remoteId, profile: desired, version: await versionOf(target, result) };
    }
    return later(work, 'The application accepted the creation without saying which account it made.');
  }
  if (!mayHaveHappened(result.error)) known.intended = undefined;
  if (result.error.kind !== 'refused' || result.error.status !== 409) throw stop(work, result.error);
  const names = [String(desired['userName'])];
  const found = await link(work, await findAccount(target, { names, externalId: pair.userId, exists: true }));
  if (found === undefined) throw collision(work, result.error);
  return found;
}

/** What the account holds now; undefined, and forgotten, where it is gone. */
export async function read(work: Work, account: Account): Promise<AppProfile | undefined> {
  const { known, target } = work;
  const result = await target.client.retrieve('/Users', account.remoteId);
  if (result.ok && result.resource !== undefined) {
    const profile = fromResource(result.resource, managedTargets(target.template));
    const version = await versionOf(target, result);
    known.account = { remoteId: account.remoteId, profile, version, fresh: result.resource };
    return profile;
  }
  if (result.ok) return later(work, 'The application answered a read with nothing.');
  if (result.error.kind !== 'refused' || (result.error.status !== 404 && result.error.status !== 410)) {
    throw stop(work, result.error);
  }
  known.account = undefined;
  return undefined;
}

/** Deletes the account for good. That it is gone already is as well. */
export async function erase(work: Work, account: Account): Promise<void> {
  const { known, target } = work;
  known.account = account;
  const result = await target.client.delete('/Users', account.remoteId);
  known.sent = true;
  if (!result.ok && (result.error.kind !== 'refused' || ![404, 410].includes(result.error.status))) {
    if (mayHaveHappened(result.error)) known.account = { remoteId: account.remoteId, profile: undefined };
    throw stop(work, result.error);
  }
  known.account = undefined;
}
