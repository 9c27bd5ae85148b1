import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { BatchTypes } from '../custom-types/batch-types.ts';
import type { Written } from '../services/hold-seats.ts';
import { linkCreated } from '../links/link-statements.ts';
import { adoptTaken } from './adopt-taken.ts';
import { moveUnique } from './move-unique.ts';
import { columnsOf, inactiveAfter, type StoredUser } from './stored-user.ts';
import { changeOf } from './user-change.ts';
import { deleteUserRows, insertUserRows } from './user-statements.ts';
import type { CreateUser, UserOutcome } from './user-write.ts';

interface Created {
  readonly write: CreateUser;
  readonly user: StoredUser;
}

function newUser({ organizationId, id, resource, status }: CreateUser, now: Date): StoredUser {
  const columns = columnsOf(resource);
  const dates = { createdAt: now, modifiedAt: now };
  return {
    organizationId,
    id,
    ...columns,
    ...inactiveAfter(columns.active, undefined, status),
    resource,
    version: 1,
    ...dates,
  };
}

/** Ties what connections created to them; whom a tombstone keeps out is taken away again. Returns the ids of those. */
async function tie(transaction: Transaction<Tables>, inserted: readonly Created[], now: Date): Promise<Set<string>> {
  const synced = inserted.flatMap(({ write: { via }, user }) => (via === undefined ? [] : [{ user, via }]));
  const tied = await linkCreated(
    transaction,
    synced.map(({ user, via }) => ({ user, connectionId: via.connectionId, state: 'linked', cause: via.cause })),
    now,
  );
  const kept = synced.flatMap(({ user }) => (tied.has(user.id) ? [] : [user]));
  await deleteUserRows(transaction, kept);
  return new Set(kept.map(({ id }) => id));
}

/** Creates users whose login names are free, and lets connections have those whose names are not, by their rules. */
export async function createUsers(
  transaction: Transaction<Tables>,
  writes: readonly CreateUser[],
  batch: { readonly now: Date; readonly types: BatchTypes },
): Promise<{
  readonly entries: ChangeEntry[];
  readonly outcomes: readonly UserOutcome[];
  readonly written: readonly Written[];
}> {
  const { now, types } = batch;
  const all = writes.map((write): Created => ({ write, user: newUser(write, now) }));
  const ids = await insertUserRows(
    transaction,
    all.map(({ user }) => user),
    types,
  );
  const inserted = all.filter(({ user }) => ids.has(user.id));
  const keptOut = await tie(transaction, inserted, now);
  const taken = all.filter(({ user }) => !ids.has(user.id));
  const adopted = await adoptTaken(
    transaction,
    taken.map(({ write }) => write),
    batch,
  );
  const kept = inserted.filter(({ user }) => !keptOut.has(user.id));
  const created = kept.map(({ user }) => ({ before: undefined, after: user }));
  await moveUnique(transaction, created, types);
  const entries = kept.map(({ user, write: { actor } }) => changeOf(undefined, user, { actor, types }));
  const outcomes = all.map(({ user, write }): UserOutcome => {
    if (keptOut.has(user.id)) return { kind: 'tombstoned', userName: user.userName };
    if (ids.has(user.id)) return { kind: 'written', user, changed: true };
    return adopted.outcomes.get(write) ?? { kind: 'taken', userName: user.userName };
  });
  return { entries: [...entries, ...adopted.entries], outcomes, written: [...created, ...adopted.written] };
}
