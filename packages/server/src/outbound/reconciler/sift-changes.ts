import type { ApplicationTemplate, ProfileChange, TemplateFeature } from '@lockstep/provisioning';
import type { ApplicationRow } from '../applications/application-rows.ts';
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
  const statuses = changes.filter(({ target }) => target === 'active');
  const waking = template.lacks.includes('reactivate-users') ? statuses.find(({ after }) => after === true) : undefined;
  const status = statuses.filter((change) => change !== waking);
  const renaming = template.userNameImmutable ? changes.find(({ target }) => target === 'userName') : undefined;
  const values = changes.filter((change) => !statuses.includes(change) && change !== renaming);
  const mayUpdate = mayDo(application, template, 'updateUserAttributes');
  const mayDeactivate = mayDo(application, template, 'deactivateUsers');
  const send = [...(mayDeactivate ? status : []), ...(mayUpdate ? values : [])];
  if (status.length > 0 && !mayDeactivate) return { send, outcome: held('deactivateUsers') };
  if (waking !== undefined) return { send, outcome: staysInactive(template.name) };
  if (!mayUpdate && (values.length > 0 || renaming !== undefined))
    return { send, outcome: held('updateUserAttributes') };
  return { send, outcome: renaming === undefined ? { kind: 'settled' } : refusedName(template.name, renaming) };
}

function staysInactive(name: string): Outcome {
  const message = `${name} cannot make an inactive account active again, as its template says, so nothing was sent. Make it active there, then retry.`;
  return { kind: 'settled', error: { class: 'reactivation', message } };
}

const features = {
  createUsers: ['create_users', 'create-users'],
  updateUserAttributes: ['update_user_attributes', 'update-user-attributes'],
  deactivateUsers: ['deactivate_users', 'deactivate-users'],
} as const satisfies Readonly<Record<Switch, readonly [keyof ApplicationRow, TemplateFeature]>>;

/** Whether the switch is on, and the application has that at all. */
export function mayDo(
  application: Pick<ApplicationRow, (typeof features)[Switch][0]>,
  { lacks }: ApplicationTemplate,
  what: Switch,
): boolean {
  const [column, feature] = features[what];
  return application[column] && !lacks.includes(feature);
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
