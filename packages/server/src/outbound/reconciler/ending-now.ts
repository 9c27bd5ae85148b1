import type { Account, Pair } from './pair.ts';

/** What is to be done to the account just now. Before the marking that says what, it stays: it will be looked at again. */
export function endingNow(
  { ending, deleteNow }: Pair,
  account: Pick<Account, 'profile'> | undefined,
): 'keep' | 'deactivate' | 'delete' {
  if (ending === undefined || ending === 'nothing') return 'keep';
  if (ending === 'delete' || (ending === 'delete-later' && deleteNow)) return 'delete';
  return account?.profile?.['active'] === false ? 'keep' : 'deactivate';
}
