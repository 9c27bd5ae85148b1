import { changedAttributes, type JsonObject } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { sqlState, type Database } from '../../storage/database.ts';
import { isLastAdministrator } from '../../storage/last-administrator.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import { holdTypes, typesOfBatch, userTypeIn, type BatchTypes } from '../custom-types/batch-types.ts';
import { moveUniqueValues, type UniqueMove } from '../custom-types/unique-values.ts';
import { leaveGroups, lockGroupsOfUsers } from '../groups/leave-groups.ts';
import { LastAdministratorError } from './last-administrator-error.ts';
import { holdSeats, type Written } from '../services/hold-seats.ts';
import { columnsOf, type StoredUser } from './stored-user.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';
import { deleteUserRows, insertUserRows, lockUserRows, updateUserRows } from './user-statements.ts';

const uniqueViolation = '23505';
const deadlock = '40P01';

/** What a batch will do, worked out in memory while its rows are locked. */
interface Draft {
  readonly types: BatchTypes;
  readonly outcomes: (UserOutcome | undefined)[];
  readonly current: Map<string, StoredUser | undefined>;
  readonly before: Map<string, StoredUser>;
  readonly actors: Map<string, ChangeEntry['actor']>;
}

function next(user: StoredUser, resource: JsonObject, now: Date): StoredUser {
  const { externalId: _dropped, ...kept } = user;
  return { ...kept, ...columnsOf(resource), resource, version: user.version + 1, modifiedAt: now };
}

function draftOne(write: Exclude<UserWrite, { kind: 'create' }>, draft: Draft, now: Date): UserOutcome {
  const key = write.id;
  const user = draft.current.get(key);
  if (user === undefined || user.organizationId !== write.organizationId) return { kind: 'unknown' };
  try {
    if (write.kind === 'delete') {
      write.check?.(user);
      draft.current.set(key, undefined);
      draft.actors.set(key, write.actor);
      return { kind: 'deleted', user };
    }
    const resource = write.change(user);
    if (resource === user.resource) return { kind: 'written', user, changed: false };
    const written = next(user, resource, now);
    draft.current.set(key, written);
    draft.actors.set(key, write.actor);
    return { kind: 'written', user: written, changed: true };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

function changeOf(
  before: StoredUser | undefined,
  after: StoredUser | undefined,
  { actor, types }: { readonly actor: ChangeEntry['actor']; readonly types: BatchTypes },
): ChangeEntry {
  const user = after ?? before;
  if (user === undefined) throw new TypeError('A change is of something.');
  const type = userTypeIn(types, user.organizationId);
  const operation = before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  return {
    organizationId: user.organizationId,
    actor,
    resourceType: 'User',
    resourceId: user.id,
    operation,
    attributes: changedAttributes(type, before?.resource ?? {}, after?.resource ?? {}),
  };
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
  await deleteUserRows(transaction, deleted);
  await updateUserRows(
    transaction,
    touched.flatMap(({ after }) => (after ? [after] : [])),
    types,
  );
  await moveUnique(transaction, touched, types);
  return [...left, ...touched.map(({ before, after, actor }) => changeOf(before, after, { actor, types }))];
}

/** Unique values of the organizations' own attributes follow what was written; nothing to do where there are none. */
async function moveUnique(
  transaction: Transaction<Tables>,
  written: readonly { readonly before: StoredUser | undefined; readonly after: StoredUser | undefined }[],
  types: BatchTypes,
): Promise<void> {
  if (types.size === 0) return;
  const moves = written.flatMap(({ before, after }): UniqueMove[] => {
    const user = after ?? before;
    if (user === undefined) return [];
    const { organizationId, id } = user;
    const type = userTypeIn(types, organizationId);
    return [{ organizationId, type, resourceId: id, before: before?.resource, after: after?.resource }];
  });
  await moveUniqueValues(transaction, moves);
}

async function writeNew(
  transaction: Transaction<Tables>,
  writes: readonly UserWrite[],
  draft: Draft,
  now: Date,
): Promise<ChangeEntry[]> {
  const created = writes.flatMap((write, index) => {
    if (write.kind !== 'create') return [];
    const { organizationId, id, resource, actor } = write;
    const user: StoredUser = {
      organizationId,
      id,
      ...columnsOf(resource),
      resource,
      version: 1,
      createdAt: now,
      modifiedAt: now,
    };
    return [{ index, user, actor }];
  });
  const inserted = await insertUserRows(
    transaction,
    created.map(({ user }) => user),
    draft.types,
  );
  const won = created.filter(({ user }) => inserted.has(user.id));
  await moveUnique(
    transaction,
    won.map(({ user }) => ({ before: undefined, after: user })),
    draft.types,
  );
  const entries: ChangeEntry[] = [];
  for (const { index, user, actor } of created) {
    if (inserted.has(user.id)) entries.push(changeOf(undefined, user, { actor, types: draft.types }));
    draft.outcomes[index] = inserted.has(user.id)
      ? { kind: 'written', user, changed: true }
      : { kind: 'taken', userName: user.userName };
  }
  return entries;
}

/** The users before and after the batch. */
function writtenIn(writes: readonly UserWrite[], draft: Draft): Written[] {
  const existing = [...draft.actors.keys()].map((id) => ({
    before: draft.before.get(id),
    after: draft.current.get(id),
  }));
  const created = draft.outcomes.flatMap((outcome, index) =>
    writes[index]?.kind === 'create' && outcome?.kind === 'written' ? [{ before: undefined, after: outcome.user }] : [],
  );
  return [...existing, ...created];
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
  entries.push(...(await writeNew(transaction, writes, draft, now)));
  await holdSeats(transaction, writtenIn(writes, draft));
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

/**
 * Writes a batch in one transaction and appends its changes to the feed. Each write gets its own outcome: where one row
 * breaks the batch (a rename to a taken name, the last administrator, a deadlock with another process), the batch is written one by one.
 */
export async function writeUsers(database: Database, writes: readonly UserWrite[]): Promise<UserOutcome[]> {
  try {
    return await database.db.transaction().execute((transaction) => writeUsersIn(transaction, writes));
  } catch (thrown) {
    const error = isLastAdministrator(thrown) ? new BatchRefusal(new LastAdministratorError()) : thrown;
    if (error instanceof BatchRefusal && writes.length === 1) return [{ kind: 'refused', error: error.refusal }];
    const state = error instanceof BatchRefusal ? deadlock : sqlState(error);
    if (state !== uniqueViolation && state !== deadlock) throw error;
    const [only] = writes;
    if (writes.length === 1 && only !== undefined && state === uniqueViolation) {
      return [{ kind: 'taken', userName: await wantedName(database, only) }];
    }
  }
  const outcomes: UserOutcome[] = [];
  for (const write of writes) outcomes.push(...(await writeUsers(database, [write])));
  return outcomes;
}
