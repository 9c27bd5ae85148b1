import {
  memberOperations,
  wholeGroup,
  type ClientError,
  type GroupMember,
  type MemberChanges,
  type ScimResult,
} from '@lockstep/scim-client';
import { mayHaveHappened, toPairError } from '../reconciler/failures.ts';
import { versionOf } from '../target/answer-version.ts';
import type { GroupWork } from './pushed-group.ts';
import { isThere, readWhole, type HeldGroup } from './target-group.ts';
import { later, stopPatch } from './stops.ts';

/** The group that members are sent to. `held` is the whole group, where it was read and goes by PUT. */
export interface MemberPush {
  readonly remoteId: string;
  displayName: string;
  /** What is believed of the members was just read. */
  trusted: boolean;
  held: HeldGroup | undefined;
}

/** Refusals of single members in a row, with nothing that went well, after which it is not about single members. */
const hopeless = 16;

/**
 * Sends the members that come and go in chunks. A chunk that is refused is halved until the member is found whom the
 * target does not take; that one is left alone, and the rest goes through. Before that, the group is read once: what
 * was believed of it may be out of date. False: the target has the group no more.
 */
export async function pushMembers(work: GroupWork, push: MemberPush): Promise<boolean> {
  let queue = await chunksOf(work);
  let refused = 0;
  for (let chunk = queue.shift(); chunk !== undefined; chunk = queue.shift()) {
    const result = await sendMembers(work, push, chunk);
    if (result.ok) {
      refused = -Infinity;
      await record(work, chunk);
      continue;
    }
    const { error } = result;
    if (!isRefusal(error)) throw failure(work, error);
    if (!push.trusted) {
      if ((await reread(work, push)) === 'gone') return false;
      queue = await chunksOf(work);
      continue;
    }
    if (isAbsence(error) && !(await isThere(work, push.remoteId))) return false;
    if (sizeOf(chunk) > 1) {
      queue.unshift(...halves(chunk));
      continue;
    }
    refused += 1;
    if (refused >= hopeless) throw failure(work, error);
    await work.store.park(chunk, toPairError(error));
  }
  return true;
}

/** Removals go first, so that nobody who is to go stays because somebody else cannot come. */
async function chunksOf({ store, target }: GroupWork): Promise<MemberChanges[]> {
  const { add, remove } = await store.differences();
  const { chunk, mixes, verb } = target.client.profile.groups;
  const size = verb === 'PUT' ? Infinity : chunk;
  const all = [
    ...remove.map((remoteId): Change => ({ remoteId })),
    ...add.map((member): Change => ({ remoteId: member.remoteId, member })),
  ];
  const kinds = mixes ? [all] : [all.filter(({ member }) => member === undefined), all.filter(({ member }) => member)];
  return kinds.flatMap((changes) => inChunks(changes, size));
}

/** One member; without `member` it goes. */
interface Change {
  readonly remoteId: string;
  readonly member?: GroupMember;
}

function inChunks(changes: readonly Change[], size: number): MemberChanges[] {
  const chunks: MemberChanges[] = [];
  for (let from = 0; from < changes.length; from += size) {
    chunks.push(together(changes.slice(from, size === Infinity ? undefined : from + size)));
  }
  return chunks;
}

function together(changes: readonly Change[]): MemberChanges {
  return {
    add: changes.flatMap(({ member }) => member ?? []),
    remove: changes.flatMap(({ remoteId, member }) => (member === undefined ? [remoteId] : [])),
  };
}

function sizeOf({ add, remove }: MemberChanges): number {
  return add.length + remove.length;
}

function halves({ add, remove }: MemberChanges): MemberChanges[] {
  const all: Change[] = [
    ...remove.map((remoteId) => ({ remoteId })),
    ...add.map((member) => ({ remoteId: member.remoteId, member })),
  ];
  return inChunks(all, Math.ceil(all.length / 2));
}

/** Sends one chunk as the client profile has it. */
export async function sendMembers(work: GroupWork, push: MemberPush, changes: MemberChanges): Promise<ScimResult> {
  const { client } = work.target;
  if (push.held === undefined) {
    return client.modify('/Groups', push.remoteId, memberOperations(client.profile, changes));
  }
  const { displayName } = push;
  const { resource, version } = push.held;
  const next = wholeGroup(client.profile.groups, resource, { displayName, changes });
  const result = await client.replace('/Groups', push.remoteId, next, version);
  // the version moved with it
  if (result.ok) {
    const meta = result.resource?.['meta'] ?? {};
    push.held = { resource: { ...next, meta }, version: await versionOf(work.target, result) };
  }
  return result;
}

/** Records what was sent, and ends the work where no more is to be sent. */
export async function record(work: GroupWork, chunk: MemberChanges): Promise<void> {
  work.known.pushed = true;
  if (await work.store.recordSent(chunk)) return;
  throw later(work, 'Stopped in between: the push was turned off, paused or taken over.');
}

async function reread(work: GroupWork, push: MemberPush): Promise<'gone' | 'read'> {
  const held = await readWhole(work, push.remoteId);
  if (held === undefined) return 'gone';
  push.trusted = true;
  if (push.held !== undefined) push.held = held;
  return 'read';
}

/**
 * What may be about one member, or about what was believed of the group; the target did nothing then. A version that
 * moved (412) is about neither: the group is read anew at the next try.
 */
export function isRefusal(error: ClientError): boolean {
  return error.kind === 'refused' && ![401, 403, 405, 408, 412, 423, 425].includes(error.status);
}

/** The group, or a member, is not there. */
export function isAbsence(error: ClientError): boolean {
  return 'status' in error && (error.status === 404 || error.status === 410);
}

/** Ends the work; where it is not known what became of the request, the members are read before anything is sent again. */
export function failure(work: GroupWork, error: ClientError) {
  if (mayHaveHappened(error)) work.known.membersKnown = false;
  return stopPatch(work, error);
}
