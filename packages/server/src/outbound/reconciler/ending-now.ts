import type { ApplicationTemplate } from '@lockstep/provisioning';
import type { Account, Pair } from './pair.ts';

/**
 * What is to be done to the account just now; where the application cannot delete, it is deactivated. Before the marking that says what, it stays: it will be
 * looked at again.
 */
export function endingNow(
  { ending, deleteNow }: Pair,
  account: Pick<Account, 'profile'> | undefined,
  { lacks }: ApplicationTemplate,
): 'keep' | 'deactivate' | 'delete' {
  if (ending === undefined || ending === 'nothing') return 'keep';
  const goes = ending === 'delete' || (ending === 'delete-later' && deleteNow);
  if (goes && !lacks.includes('delete-users')) return 'delete';
  return account?.profile?.['active'] === false ? 'keep' : 'deactivate';
}
