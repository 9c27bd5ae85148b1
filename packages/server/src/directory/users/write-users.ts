import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { sqlState, type Database } from '../../storage/database.ts';
import { isLastAdministrator } from '../../storage/last-administrator.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import { holdTypes, typesOfBatch } from '../custom-types/batch-types.ts';
import { leaveGroups, lockGroupsOfUsers } from '../groups/leave-groups.ts';
import { leaveLinks, writeLinks } from '../links/link-statements.ts';
import { createUsers } from './create-users.ts';
import { draftWrites, rewritten, type Draft } from './draft-writes.ts';
import { LastAdministratorError } from './last-administrator-error.ts';
import { holdSeats, type Written } from '../services/hold-seats.ts';
import { withoutSeat } from '../services/without-seat.ts';
import { moveUnique } from './move-unique.ts';
import { columnsOf } from './stored-user.ts';
import { changeOf } from './user-change.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';
import { deleteUserRows, lockUserRows, updateUserRows } from './user-statements.ts';
import { writeAtOnce } from './write-at-once.ts';

const uniqueViolation = '23505';
const deadlock = '40P01';

async function draftExisting(
  transaction: Transaction<Tables>,
  writes: readonly UserWrite[],
  now: Date,
): Promise<Draft> {
  const types = typesOfBatch(writes);
  await holdTypes(transaction, types);
  const existing = writes.filter((write) => write.kind !== 'create');
  await lockGroupsOfUsers(
    transaction,
    existing.filter(({ kind }) => kind === 'delete'),
  );
  const locked = await lockUserRows(transaction, existing);
  return draftWrites(writes, { users: locked, types, now });
}

/** Sends the drafted updates and deletions and gives the changes to record. */
async function writeExisting(transaction: Transaction<Tables>, draft: Draft, now: Date): Promise<ChangeEntry[]> {
  const { types } = draft;
  const touched = [...draft.actors].map(([id, actor]) => ({
    before: draft.before.get(id),
    after: draft.current.get(id),
    actor,
  }));
  const deleted = touched.flatMap(({ before, after, actor }) => (before && !after ? [{ ...before, actor }] : []));
  const left = await leaveGroups(transaction, deleted, now);
  await leaveLinks(transaction, draft.deletions, now);
  await deleteUserRows(transaction, deleted);
  await updateUserRows(
    transaction,
    touched.flatMap(({ after }) => (after ? [after] : [])),
    types,
  );
  await moveUnique(transaction, touched, types);
  return [...left, ...touched.map(({ before, after, actor }) => changeOf(before, after, { actor, types }))];
}

async function writeNew(
  transaction: Transaction<Tables>,
  writes: readonly UserWrite[],
  draft: Draft,
  now: Date,
): Promise<readonly Written[]> {
  const creations = writes.flatMap((write, index) => (write.kind === 'create' ? [{ write, index }] : []));
  const { outcomes, written } = await createUsers(
    transaction,
    creations.map(({ write }) => write),
    { now, types: draft.types },
  );
  for (const [position, outcome] of outcomes.entries()) {
    const creation = creations[position];
    if (creation !== undefined) draft.outcomes[creation.index] = outcome;
  }
  return written;
}

/**
 * Writes a batch inside a transaction and appends its changes to the feed. A rename to a taken name breaks the
 * transaction, and so does a BatchRefusal; every other refusal is the outcome of one write.
 */
export async function writeUsersIn(
  transaction: Transaction<Tables>,
  writes: readonly UserWrite[],
): Promise<UserOutcome[]> {
  const now = new Date();
  const draft = await draftExisting(transaction, writes, now);
  await recordChanges(transaction, await writeExisting(transaction, draft, now));
  await writeLinks(transaction, draft.links, now);
  const created = await writeNew(transaction, writes, draft, now);
  await holdSeats(transaction, [...rewritten(draft), ...created]);
  return draft.outcomes.map((outcome) => {
    if (outcome === undefined) throw new TypeError('A write has no outcome.');
    return outcome;
  });
}

/** The login name that a lone failed write wanted; found by computing it once more outside the failed transaction. */
async function wantedName(database: Database, write: UserWrite): Promise<string> {
  if (write.kind === 'create') return columnsOf(write.resource).userName;
  if (write.kind === 'delete') throw new TypeError('A deletion takes no name.');
  const [user] = await database.db.transaction().execute((transaction) => lockUserRows(transaction, [write]));
  return user === undefined ? '' : columnsOf(write.change(user)).userName;
}

/** A lone write that was refused for the whole transaction: its outcome, or without a service where that is the rule. */
async function settleRefused(database: Database, write: UserWrite, refusal: Error): Promise<UserOutcome[]> {
  const without = withoutSeat(write, refusal);
  return without === undefined ? [{ kind: 'refused', error: refusal }] : writeTogether(database, [without]);
}

/**
 * Writes a batch in one transaction and appends its changes to the feed. Each write gets its own outcome: where one row
 * breaks the batch (a rename to a taken name, the last administrator, a deadlock with another process), the batch is written one by one.
 */
async function writeTogether(database: Database, writes: readonly UserWrite[]): Promise<UserOutcome[]> {
  try {
    return await database.db.transaction().execute((transaction) => writeUsersIn(transaction, writes));
  } catch (thrown) {
    const error = isLastAdministrator(thrown) ? new BatchRefusal(new LastAdministratorError()) : thrown;
    const only = writes.length === 1 ? writes[0] : undefined;
    if (error instanceof BatchRefusal && only !== undefined) return settleRefused(database, only, error.refusal);
    const state = error instanceof BatchRefusal ? deadlock : sqlState(error);
    if (state !== uniqueViolation && state !== deadlock) throw error;
    if (only !== undefined && state === uniqueViolation) {
      return [{ kind: 'taken', userName: await wantedName(database, only) }];
    }
  }
  const outcomes: UserOutcome[] = [];
  for (const write of writes) outcomes.push(...(await writeTogether(database, [write])));
  return outcomes;
}

/**
 * Writes a batch and appends its changes to the feed; each write gets its own outcome. What can be is written at once,
 * the rest together in a transaction that locks the rows first.
 */
export async function writeUsers(database: Database, writes: readonly UserWrite[]): Promise<UserOutcome[]> {
  const outcomes = await writeAtOnce(database, writes);
  const rest = writes.flatMap((write, index) => (outcomes[index] === undefined ? [{ write, index }] : []));
  if (rest.length > 0) {
    const written = await writeTogether(
      database,
      rest.map(({ write }) => write),
    );
    for (const [position, { index }] of rest.entries()) outcomes[index] = written[position];
  }
  return outcomes.map((outcome) => {
    if (outcome === undefined) throw new TypeError('A write has no outcome.');
    return outcome;
  });
}
