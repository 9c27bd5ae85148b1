import type { ApplicationTemplate, ProfileChange } from '@lockstep/provisioning';
import type { Switch } from '../app-users/sync-state.ts';
import type { Outcome, Pair } from './pair.ts';

export interface Sifted {
  readonly send: readonly ProfileChange[];
  /** The outcome when `send` has been sent. */
  readonly outcome: Outcome;
}

/** Parts what may be sent from what a switch or a rule of the application keeps back. */
export function siftChanges(
  { application }: Pair,
  template: ApplicationTemplate,
  changes: readonly ProfileChange[],
): Sifted {
  const status = changes.filter(({ target }) => target === 'active');
  const renaming = template.userNameImmutable ? changes.find(({ target }) => target === 'userName') : undefined;
  const values = changes.filter((change) => !status.includes(change) && change !== renaming);
  const { update_user_attributes: mayUpdate, deactivate_users: mayDeactivate } = application;
  const send = [...(mayDeactivate ? status : []), ...(mayUpdate ? values : [])];
  if (status.length > 0 && !mayDeactivate) return { send, outcome: held('deactivateUsers') };
  if (!mayUpdate && (values.length > 0 || renaming !== undefined))
    return { send, outcome: held('updateUserAttributes') };
  return { send, outcome: renaming === undefined ? { kind: 'settled' } : refusedName(template.name, renaming) };
}

function refusedName(name: string, { before, after }: ProfileChange): Outcome {
  const message = `${name} cannot change login names: the account keeps ${String(before)}, the directory has ${String(after)}. To change it, delete the account there and try again.`;
  return { kind: 'settled', error: { class: 'login-name', message } };
}

const heldMessages: Readonly<Record<Switch, string>> = {
  createUsers: 'Create Users is off, so no account was made or linked.',
  updateUserAttributes: 'Update User Attributes is off, so changed attributes were not sent.',
  deactivateUsers: 'Deactivate Users is off, so the status of the account was not changed.',
};

/** Settled, with the switch that keeps something back. */
export function held(heldBy: Switch): Outcome {
  return { kind: 'settled', heldBy, error: { class: 'held', message: heldMessages[heldBy] } };
}
