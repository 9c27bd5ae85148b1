import type { JsonObject } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { sqlState, type Database } from '../../storage/database.ts';
import { isLastAdministrator } from '../../storage/last-administrator.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import { holdTypes, typesOfBatch, type BatchTypes } from '../custom-types/batch-types.ts';
import { leaveGroups, lockGroupsOfUsers } from '../groups/leave-groups.ts';
import { linkWith, type LockedUser, type Ruling } from '../links/link.ts';
import { leaveLinks, writeLinks, type Deletion, type LinkEntry } from '../links/link-statements.ts';
import { noteConflict } from '../links/note-conflict.ts';
import { createUsers } from './create-users.ts';
import { LastAdministratorError } from './last-administrator-error.ts';
import { holdSeats, type Written } from '../services/hold-seats.ts';
import { withoutSeat } from '../services/without-seat.ts';
import { moveUnique } from './move-unique.ts';
import { columnsOf, inactiveAfter } from './stored-user.ts';
import { changeOf, nextVersion } from './user-change.ts';
import type { DeleteUser, ModifyUser, UserOutcome, UserWrite } from './user-write.ts';
import { deleteUserRows, lockUserRows, updateUserRows } from './user-statements.ts';

const uniqueViolation = '23505';
const deadlock = '40P01';

/** What a batch will do, worked out in memory while its rows are locked. */
interface Draft {
  readonly types: BatchTypes;
  readonly outcomes: (UserOutcome | undefined)[];
  readonly current: Map<string, LockedUser | undefined>;
  readonly before: Map<string, LockedUser>;
  readonly actors: Map<string, ChangeEntry['actor']>;
  /** Ties that the writes bring about. */
  readonly links: LinkEntry[];
  readonly deletions: Deletion[];
}

/** What a write makes of a user, by the rules of the connection that it comes through. */
function ruled(write: ModifyUser, user: LockedUser, draft: Draft): JsonObject {
  const wanted = write.change(user);
  if (write.via === undefined) return wanted;
  const { connectionId, cause, rule } = write.via;
  const { resource, heldLoginName }: Ruling = rule(user, wanted);
  const link = linkWith(user, connectionId);
  if (link?.state !== 'linked' || (heldLoginName ?? link.heldLoginName) !== link.heldLoginName) {
    const held = heldLoginName === undefined ? {} : { heldLoginName };
    draft.links.push({ user, connectionId, state: 'linked', cause, ...held });
  }
  return resource;
}

function drafted(write: DeleteUser, user: LockedUser, draft: Draft): UserOutcome {
  write.check?.(user);
  write.via?.rule(user, user.resource);
  const cause = write.via?.cause ?? { request: 'delete', actor: write.actor };
  draft.deletions.push({ user, cause, connectionId: write.via?.connectionId });
  draft.current.set(user.id, undefined);
  draft.actors.set(user.id, write.actor);
  return { kind: 'deleted', user };
}

function draftOne(write: Exclude<UserWrite, { kind: 'create' }>, draft: Draft, now: Date): UserOutcome {
  const key = write.id;
  const user = draft.current.get(key);
  if (user === undefined || user.organizationId !== write.organizationId) return { kind: 'unknown' };
  try {
    if (write.kind === 'delete') return drafted(write, user, draft);
    const resource = ruled(write, user, draft);
    const standing = inactiveAfter(columnsOf(resource).active, user, write.status);
    if (resource === user.resource && standing.inactiveAs === user.inactiveAs) {
      return { kind: 'written', user, changed: false };
    }
    const { inactiveAs: _old, ...kept } = user;
    const written = { ...kept, ...nextVersion(user, resource, now, standing) };
    draft.current.set(key, written);
    draft.actors.set(key, write.actor);
    return { kind: 'written', user: written, changed: true };
  } catch (error) {
    return { kind: 'refused', error: noteConflict(draft.links, user, write.via, error) };
  }
}

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
  const draft: Draft = {
    types,
    outcomes: Array.from({ length: writes.length }),
    current: new Map(locked.map((user) => [user.id, user])),
    before: new Map(locked.map((user) => [user.id, user])),
    actors: new Map(),
    links: [],
    deletions: [],
  };
  for (const [index, write] of writes.entries()) {
    if (write.kind !== 'create') draft.outcomes[index] = draftOne(write, draft, now);
  }
  return draft;
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
): Promise<{ readonly entries: ChangeEntry[]; readonly written: readonly Written[] }> {
  const creations = writes.flatMap((write, index) => (write.kind === 'create' ? [{ write, index }] : []));
  const { entries, outcomes, written } = await createUsers(
    transaction,
    creations.map(({ write }) => write),
    { now, types: draft.types },
  );
  for (const [position, outcome] of outcomes.entries()) {
    const creation = creations[position];
    if (creation !== undefined) draft.outcomes[creation.index] = outcome;
  }
  return { entries, written };
}

/** The users who were there, before and after the batch. */
function rewritten({ actors, before, current }: Draft): Written[] {
  return [...actors.keys()].map((id) => ({ before: before.get(id), after: current.get(id) }));
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
  const entries = await writeExisting(transaction, draft, now);
  await writeLinks(transaction, draft.links, now);
  const former = rewritten(draft);
  const created = await writeNew(transaction, writes, draft, now);
  entries.push(...created.entries);
  await holdSeats(transaction, [...former, ...created.written]);
  await recordChanges(transaction, entries);
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
  return without === undefined ? [{ kind: 'refused', error: refusal }] : writeUsers(database, [without]);
}

/**
 * Writes a batch in one transaction and appends its changes to the feed. Each write gets its own outcome: where one row
 * breaks the batch (a rename to a taken name, the last administrator, a deadlock with another process), the batch is written one by one.
 */
export async function writeUsers(database: Database, writes: readonly UserWrite[]): Promise<UserOutcome[]> {
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
  for (const write of writes) outcomes.push(...(await writeUsers(database, [write])));
  return outcomes;
}
