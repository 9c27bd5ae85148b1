import { desiredProfile, diffProfile, type ApplicationTemplate, type ProfileChange } from '@lockstep/provisioning';
import type { SourceUser } from '@lockstep/provisioning';
import type { Switch } from '../app-users/sync-state.ts';
import { endingNow } from '../reconciler/ending-now.ts';
import type { Pair } from '../reconciler/pair.ts';
import { mayDo, siftChanges } from '../reconciler/sift-changes.ts';

/**
 * What would be sent for a pair. `check`: what the account holds is not known, so it is read first, and only what
 * differs is sent. A `create` looks for the account first, and links the one that it finds.
 */
export type SendKind = 'create' | 'update' | 'deactivate' | 'reactivate' | 'delete' | 'check' | 'nothing';

/**
 * Why: the person is assigned and has no account; values differ; assigned and active again; not to have an active account
 * any more; the account is not known; a switch is off; a value cannot be made; the application refuses a new login name, or does not offer it;
 * all is as it should be.
 */
type SendReason =
  | 'assigned'
  | 'values-differ'
  | 'active-again'
  | 'ended'
  | 'account-unknown'
  | 'switch-off'
  | 'value-missing'
  | 'login-name'
  | 'not-offered'
  | 'same';

export interface PlannedPair {
  readonly kind: SendKind;
  readonly reason: SendReason;
  /** The switch that is off. */
  readonly heldBy?: Switch;
  /** In plain words. */
  readonly message?: string;
  readonly changes: readonly ProfileChange[];
}

/** What the reconciler would do for the pair as it is now, without doing it: see reconcile-pair.ts. */
export function planPair(pair: Pair, template: ApplicationTemplate): PlannedPair {
  return pair.wanted === undefined ? planEnding(pair, template) : planAccount(pair, pair.wanted, template);
}

function planAccount(pair: Pair, user: SourceUser, template: ApplicationTemplate): PlannedPair {
  const desired = desiredProfile(template, user, pair.values, pair.accountName);
  if ('reason' in desired) return nothing('value-missing', { message: desired.reason });
  if (pair.remoteId === undefined) {
    if (!mayDo(pair.application, template, 'createUsers')) return nothing('switch-off', { heldBy: 'createUsers' });
    const changes = Object.entries(desired.profile).map(([target, after]) => ({ target, after }));
    return { kind: 'create', reason: 'assigned', changes };
  }
  if (pair.applied === undefined) return { kind: 'check', reason: 'account-unknown', changes: [] };
  const { send, outcome } = siftChanges(pair, template, diffProfile(template, pair.applied, desired.profile));
  if (send.some(({ target }) => target === 'active')) {
    return { kind: 'reactivate', reason: 'active-again', changes: send };
  }
  if (send.length > 0) return { kind: 'update', reason: 'values-differ', changes: send };
  if (outcome.kind !== 'settled' || outcome.error === undefined) return nothing('same');
  if (outcome.heldBy !== undefined) return nothing('switch-off', { heldBy: outcome.heldBy });
  const reason = outcome.error.class === 'login-name' ? 'login-name' : 'not-offered';
  return nothing(reason, { message: outcome.error.message });
}

function planEnding(pair: Pair, template: ApplicationTemplate): PlannedPair {
  if (pair.remoteId === undefined && pair.intended === undefined) return nothing('same');
  const step = endingNow(pair, pair.remoteId === undefined ? undefined : { profile: pair.applied }, template);
  if (step === 'keep') return nothing('same');
  if (!mayDo(pair.application, template, 'deactivateUsers'))
    return nothing('switch-off', { heldBy: 'deactivateUsers' });
  if (pair.remoteId === undefined) return { kind: 'check', reason: 'account-unknown', changes: [] };
  const changes = step === 'delete' ? [] : [{ target: 'active', before: true, after: false }];
  return { kind: step, reason: 'ended', changes };
}

function nothing(reason: SendReason, more: Pick<PlannedPair, 'heldBy' | 'message'> = {}): PlannedPair {
  return { kind: 'nothing', reason, changes: [], ...more };
}
