import type { Transaction } from 'kysely';
import { recordChanges } from '../../changes/record-changes.ts';
import { sqlState, type Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import { groupTypeIn, holdTypes, typesOfBatch } from '../custom-types/batch-types.ts';
import { isResourceId } from '../resource-id.ts';
import { applyGroupWrite, type GroupBatch } from './apply-group-write.ts';
import { lockGroupRows, updateGroupRows } from './group-statements.ts';
import type { GroupOutcome, GroupWrite } from './group-write.ts';
import { holdUsers } from './member-statements.ts';
import { groupColumnsOf, groupNameKey } from './stored-group.ts';

const uniqueViolation = '23505';
const deadlock = '40P01';

/** Ids that a write is known to add before the group has been looked at. */
function addedIds(write: GroupWrite): readonly string[] {
  if (write.kind === 'create') return write.members;
  return write.kind === 'modify' ? write.members.add : [];
}

/** Answers from what is held already, and asks for the rest: in a batch of ordinary writes there is no rest. */
class HeldUsers {
  readonly #transaction: Transaction<Tables>;
  readonly #asked = new Map<string, Set<string>>();
  readonly #held = new Map<string, Set<string>>();

  constructor(transaction: Transaction<Tables>) {
    this.#transaction = transaction;
  }

  async hold(organizationId: string, ids: Iterable<string>): Promise<ReadonlySet<string>> {
    const asked = this.#asked.get(organizationId) ?? new Set();
    const held = this.#held.get(organizationId) ?? new Set();
    this.#asked.set(organizationId, asked);
    this.#held.set(organizationId, held);
    const rest = [...new Set(ids)].filter((id) => !asked.has(id) && isResourceId(id));
    for (const id of rest) asked.add(id);
    for (const id of await holdUsers(this.#transaction, organizationId, rest)) held.add(id);
    return held;
  }
}

async function startBatch(transaction: Transaction<Tables>, writes: readonly GroupWrite[]): Promise<GroupBatch> {
  const types = typesOfBatch(writes);
  await holdTypes(transaction, types);
  // groups before users: deleting users does the same, so neither waits for the other in a circle
  const groups = await lockGroupRows(
    transaction,
    writes.filter(({ kind }) => kind !== 'create'),
  );
  const users = new HeldUsers(transaction);
  const byOrganization = Map.groupBy(writes, ({ organizationId }) => organizationId);
  for (const [organizationId, own] of [...byOrganization].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await users.hold(organizationId, own.flatMap(addedIds));
  }
  return {
    transaction,
    now: new Date(),
    types,
    groups: new Map(groups.map((group) => [group.id, group])),
    touched: new Set(),
    entries: [],
    existingUsers: (organizationId, ids) => users.hold(organizationId, ids),
  };
}

/** Existing groups in the order of the requests, then new ones in the order of their names, against deadlocks. */
function inOrder(writes: readonly GroupWrite[]): readonly { readonly write: GroupWrite; readonly index: number }[] {
  const nameOf = (write: GroupWrite): string =>
    write.kind === 'create' ? groupNameKey(groupColumnsOf(write.resource).displayName) : '';
  return writes
    .map((write, index) => ({ write, index, name: nameOf(write) }))
    .sort((a, b) => (a.name === b.name ? a.index - b.index : a.name < b.name ? -1 : 1));
}

/**
 * Writes a batch inside a transaction and appends its changes to the feed. A rename to a taken name breaks the
 * transaction; every other refusal is the outcome of one write.
 * @throws BatchRefusal for a unique value that is taken, and for types that have changed
 */
export async function writeGroupsIn(
  transaction: Transaction<Tables>,
  writes: readonly GroupWrite[],
): Promise<GroupOutcome[]> {
  const batch = await startBatch(transaction, writes);
  const outcomes: GroupOutcome[] = [];
  for (const { write, index } of inOrder(writes)) outcomes[index] = await applyGroupWrite(batch, write);
  await updateGroupRows(
    transaction,
    [...batch.touched].flatMap((id) => batch.groups.get(id) ?? []),
    (organizationId) => groupTypeIn(batch.types, organizationId),
  );
  await recordChanges(transaction, batch.entries);
  return outcomes;
}

/** The name that a lone failed write wanted; found by computing it once more outside the failed transaction. */
async function wantedName(database: Database, write: GroupWrite): Promise<string> {
  if (write.kind === 'create') return groupColumnsOf(write.resource).displayName;
  if (write.kind === 'delete') throw new TypeError('A deletion takes no name.');
  const [group] = await database.db.transaction().execute((transaction) => lockGroupRows(transaction, [write]));
  if (group === undefined) return '';
  const resource = write.kind === 'modify' ? write.change(group) : write.change(group, []).resource;
  return groupColumnsOf(resource).displayName;
}

/**
 * Writes a batch in one transaction and appends its changes to the feed. Each write gets its own outcome: where one row
 * breaks the batch (a rename to a taken name, a deadlock with another process), the batch is written one by one.
 */
export async function writeGroups(database: Database, writes: readonly GroupWrite[]): Promise<GroupOutcome[]> {
  try {
    return await database.db.transaction().execute((transaction) => writeGroupsIn(transaction, writes));
  } catch (error) {
    if (error instanceof BatchRefusal && writes.length === 1) return [{ kind: 'refused', error: error.refusal }];
    const state = sqlState(error);
    if (state !== uniqueViolation && state !== deadlock && !(error instanceof BatchRefusal)) throw error;
    const [only] = writes;
    if (writes.length === 1 && only !== undefined && state === uniqueViolation) {
      return [{ kind: 'taken', displayName: await wantedName(database, only) }];
    }
  }
  const outcomes: GroupOutcome[] = [];
  for (const write of writes) outcomes.push(...(await writeGroups(database, [write])));
  return outcomes;
}
