import { changedAttributes, type JsonObject } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { AttributeChange, ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { groupTypeIn, type BatchTypes } from '../custom-types/batch-types.ts';
import { moveUniqueValues } from '../custom-types/unique-values.ts';
import { deleteGroupRow, insertGroupRow } from './group-statements.ts';
import type { CreateGroup, GroupOutcome, GroupWrite, MemberEdit, ModifyGroup, RewriteGroup } from './group-write.ts';
import { addMembers, readMembers, removeMembers, removeOtherMembers } from './member-statements.ts';
import { groupColumnsOf, type StoredGroup } from './stored-group.ts';

/** A batch while it is being written. */
export interface GroupBatch {
  readonly transaction: Transaction<Tables>;
  readonly now: Date;
  readonly types: BatchTypes;
  /** The locked groups by id, as the writes so far leave them; undefined once deleted. */
  readonly groups: Map<string, StoredGroup | undefined>;
  /** Ids of groups whose row is to be updated at the end. */
  readonly touched: Set<string>;
  readonly entries: ChangeEntry[];
  /** Those of `ids` that are users of the organization; they stay so until the transaction ends. */
  readonly existingUsers: (organizationId: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;
}

interface Moved {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

interface Plan {
  readonly resource: JsonObject;
  readonly members: MemberEdit;
}

/** Unique values of the organization's own attributes follow; no statement where there are none. */
async function moveUnique(batch: GroupBatch, before: StoredGroup | undefined, after: StoredGroup): Promise<void> {
  const { organizationId, id: resourceId } = after;
  const type = groupTypeIn(batch.types, organizationId);
  const move = { organizationId, type, resourceId, before: before?.resource, after: after.resource };
  await moveUniqueValues(batch.transaction, [move]);
}

type Existing = Exclude<GroupWrite, CreateGroup>;
type Refusal = Extract<GroupOutcome, { kind: 'refused' }>;

function memberChange({ added, removed }: Moved): AttributeChange[] {
  if (added.length + removed.length === 0) return [];
  return [
    {
      path: 'members',
      ...(removed.length === 0 ? {} : { before: removed }),
      ...(added.length === 0 ? {} : { after: added }),
    },
  ];
}

function record(
  batch: GroupBatch,
  { kind, actor }: GroupWrite,
  group: StoredGroup,
  attributes: AttributeChange[],
): void {
  batch.entries.push({
    organizationId: group.organizationId,
    actor,
    resourceType: 'Group',
    resourceId: group.id,
    operation: kind === 'create' || kind === 'delete' ? kind : 'update',
    attributes,
  });
}

async function unknownMembers(batch: GroupBatch, organizationId: string, ids: readonly string[]): Promise<string[]> {
  const existing = await batch.existingUsers(organizationId, ids);
  return ids.filter((id) => !existing.has(id));
}

async function moveMembers({ transaction }: GroupBatch, group: StoredGroup, edit: MemberEdit): Promise<Moved> {
  const removed = await (edit.base === 'empty'
    ? removeOtherMembers(transaction, group, edit.add)
    : removeMembers(transaction, group, edit.remove));
  return { removed, added: await addMembers(transaction, group, edit.add) };
}

async function create(batch: GroupBatch, write: CreateGroup): Promise<GroupOutcome> {
  const { organizationId, id, resource, members } = write;
  const columns = groupColumnsOf(resource);
  const unknown = await unknownMembers(batch, organizationId, members);
  if (unknown.length > 0) return { kind: 'unknown-members', ids: unknown };
  const { now: createdAt, now: modifiedAt } = batch;
  const group: StoredGroup = { organizationId, id, ...columns, resource, version: 1, createdAt, modifiedAt };
  const type = groupTypeIn(batch.types, organizationId);
  if (!(await insertGroupRow(batch.transaction, group, type))) return { kind: 'taken', displayName: group.displayName };
  await moveUnique(batch, undefined, group);
  const added = await addMembers(batch.transaction, group, members);
  const attributes = [...changedAttributes(type, {}, resource), ...memberChange({ added, removed: [] })];
  record(batch, write, group, attributes);
  return { kind: 'written', group, changed: true };
}

/** What a write's own code throws refuses that write alone. */
function attempt<T>(compute: () => T): { readonly value: T } | Refusal {
  try {
    return { value: compute() };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

async function planOf(
  { transaction }: GroupBatch,
  write: ModifyGroup | RewriteGroup,
  group: StoredGroup,
): Promise<{ readonly value: Plan } | Refusal> {
  if (write.kind === 'modify') return attempt(() => ({ resource: write.change(group), members: write.members }));
  const members = await readMembers(transaction, group);
  return attempt(() => write.change(group, members));
}

async function modify(batch: GroupBatch, write: ModifyGroup | RewriteGroup, group: StoredGroup): Promise<GroupOutcome> {
  const plan = await planOf(batch, write, group);
  if ('error' in plan) return plan;
  const { resource, members } = plan.value;
  const unknown = await unknownMembers(batch, group.organizationId, members.add);
  if (unknown.length > 0) return { kind: 'unknown-members', ids: unknown };
  const moved = memberChange(await moveMembers(batch, group, members));
  if (resource === group.resource && moved.length === 0) return { kind: 'written', group, changed: false };
  const { externalId: _dropped, ...kept } = group;
  const written: StoredGroup = {
    ...kept,
    ...groupColumnsOf(resource),
    resource,
    version: group.version + 1,
    modifiedAt: batch.now,
  };
  await moveUnique(batch, group, written);
  batch.groups.set(group.id, written);
  batch.touched.add(group.id);
  const type = groupTypeIn(batch.types, group.organizationId);
  record(batch, write, group, [...changedAttributes(type, group.resource, resource), ...moved]);
  return { kind: 'written', group: written, changed: true };
}

async function applyToGroup(batch: GroupBatch, write: Existing, group: StoredGroup): Promise<GroupOutcome> {
  if (write.kind !== 'delete') return modify(batch, write, group);
  const checked = attempt(() => write.check?.(group));
  if ('error' in checked) return checked;
  await deleteGroupRow(batch.transaction, group);
  batch.groups.set(group.id, undefined);
  batch.touched.delete(group.id);
  // who was in the group follows from the entries before
  record(batch, write, group, [
    ...changedAttributes(groupTypeIn(batch.types, group.organizationId), group.resource, {}),
  ]);
  return { kind: 'deleted', group };
}

/** Applies one write inside the batch's transaction. Everything that refuses it does so before its first statement. */
export async function applyGroupWrite(batch: GroupBatch, write: GroupWrite): Promise<GroupOutcome> {
  if (write.kind === 'create') return create(batch, write);
  const group = batch.groups.get(write.id);
  if (group === undefined || group.organizationId !== write.organizationId) return { kind: 'unknown' };
  return applyToGroup(batch, write, group);
}
