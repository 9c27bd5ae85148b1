import { jsonEquals } from '@lockstep/scim';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { lockPairs, type PairKey } from '../app-users/lock-pairs.ts';
import { markUsers } from '../app-users/mark.ts';
import { usersLedBy } from '../mappings/led-users.ts';
import type { Settlement } from './settle.ts';

/** People of an application that reads what was just sent elsewhere. */
interface Readers {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly users: readonly string[];
}

/** Whether another account is there than before, and an application reads it. */
export function isRead({ pair, known }: Settlement): boolean {
  if (pair.readBy.length === 0) return false;
  const [before, after] = [pair.applied ?? null, known.account?.profile ?? null];
  return !jsonEquals(before, after);
}

/**
 * Those whom the settlements concern at the applications that read accounts: the same people, and those whom they lead.
 * An application that reads accounts of its own reads the manager's alone.
 */
export async function readersOf(
  transaction: Transaction<Tables>,
  settlements: readonly Settlement[],
): Promise<readonly Readers[]> {
  const readers: Readers[] = [];
  for (const [applicationId, some] of Map.groupBy(settlements.filter(isRead), ({ pair }) => pair.applicationId)) {
    const organizationId = some[0]?.pair.organizationId ?? '';
    const people = some.map(({ pair }) => pair.userId);
    const led = await usersLedBy(transaction, organizationId, people);
    for (const reader of some[0]?.pair.readBy ?? []) {
      const users = reader === applicationId ? led : [...new Set([...people, ...led])];
      if (users.length > 0) readers.push({ organizationId, applicationId: reader, users });
    }
  }
  return readers;
}

/** Before anything of them is written: the settled pairs and the readers', in the one order of locks. */
export async function lockAll(
  transaction: Transaction<Tables>,
  settlements: readonly Settlement[],
  readers: readonly Readers[],
): Promise<void> {
  const keys: PairKey[] = [
    ...settlements.map(({ pair }) => pair),
    ...readers.flatMap(({ organizationId, applicationId, users }) =>
      users.map((userId) => ({ organizationId, applicationId, userId })),
    ),
  ];
  await sql`${lockPairs(keys)}`.execute(transaction);
}

export async function markReaders(transaction: Transaction<Tables>, readers: readonly Readers[]): Promise<void> {
  for (const { organizationId, applicationId, users } of readers) {
    await markUsers(transaction, organizationId, users, applicationId);
  }
}
