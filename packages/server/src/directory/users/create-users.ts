import type { Transaction } from 'kysely';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { BatchTypes } from '../custom-types/batch-types.ts';
import type { Written } from '../services/hold-seats.ts';
import { adoptTaken } from './adopt-taken.ts';
import { createUserRows, type Creation } from './batch-statements.ts';
import { moveUnique } from './move-unique.ts';
import { columnsOf, inactiveAfter, type StoredUser } from './stored-user.ts';
import type { CreateUser, UserOutcome } from './user-write.ts';

export function newUser({ organizationId, id, resource, status }: CreateUser, now: Date): StoredUser {
  const columns = columnsOf(resource);
  const dates = { createdAt: now, modifiedAt: now };
  return {
    organizationId,
    id,
    ...columns,
    ...inactiveAfter(columns.active, undefined, status),
    resource,
    text: JSON.stringify(resource),
    version: 1,
    ...dates,
  };
}

/** Creates users whose login names are free, and lets connections have those whose names are not, by their rules. */
export async function createUsers(
  transaction: Transaction<Tables>,
  writes: readonly CreateUser[],
  batch: { readonly now: Date; readonly types: BatchTypes },
): Promise<{ readonly outcomes: readonly UserOutcome[]; readonly written: readonly Written[] }> {
  const { now, types } = batch;
  const all = writes.map((write): Creation => ({ write, user: newUser(write, now) }));
  const { created, keptOut } = await createUserRows(transaction, all, batch);
  const taken = all.filter(({ user }) => !created.has(user.id));
  const adopted = await adoptTaken(
    transaction,
    taken.map(({ write }) => write),
    batch,
  );
  const kept = all.filter(({ user }) => created.has(user.id) && !keptOut.has(user.id));
  const written = kept.map(({ user }) => ({ before: undefined, after: user }));
  await moveUnique(transaction, written, types);
  await recordChanges(transaction, adopted.entries);
  const outcomes = all.map(({ user, write }): UserOutcome => {
    if (keptOut.has(user.id)) return { kind: 'tombstoned', userName: user.userName };
    if (created.has(user.id)) return { kind: 'written', user, changed: true };
    return adopted.outcomes.get(write) ?? { kind: 'taken', userName: user.userName };
  });
  return { outcomes, written: [...written, ...adopted.written] };
}
