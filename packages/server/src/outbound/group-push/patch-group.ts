import { renameOperation, replaceMembersOperation } from '@lockstep/scim-client';
import type { PairStoppedError } from '../reconciler/failures.ts';
import { failure, isAbsence, isRefusal, pushMembers } from './push-members.ts';
import type { GroupWork } from './pushed-group.ts';
import { collision, stop, stopPatch } from './stops.ts';
import { isThere, readWhole } from './target-group.ts';

/** Sends what differs by PATCH: the name, then the members in chunks. False: the target has the group no more. */
export async function patchGroup(work: GroupWork, displayName: string, made: boolean): Promise<boolean> {
  const { known } = work;
  const { remoteId } = known;
  if (remoteId === undefined) throw new TypeError('A group without an id cannot be patched.');
  const before = made ? 'trusted' : await readFirst(work, remoteId);
  const refusal = before === 'gone' ? 'gone' : await rename(work, remoteId, displayName);
  if (refusal === 'gone') return false;
  const replaced = known.membersKnown ? before : await replaceOrRead(work, remoteId);
  if (replaced === 'gone') return false;
  const trusted = replaced === 'trusted';
  if (!(await pushMembers(work, { remoteId, displayName, trusted, held: undefined }))) return false;
  // a name that is refused keeps no member out
  if (refusal !== undefined) throw refusal;
  return true;
}

/** Whether what is believed of the group was just read. */
type Belief = 'trusted' | 'believed' | 'gone';

/** What the client profile reads before it patches. */
async function readFirst(work: GroupWork, remoteId: string): Promise<Belief> {
  const { known, target } = work;
  const { groups, readBeforePatch } = target.client.profile;
  if (!known.membersKnown && groups.fullPush === 'compare') return read(work, remoteId);
  if (!readBeforePatch) return 'believed';
  return (await isThere(work, remoteId)) ? 'believed' : 'gone';
}

async function read(work: GroupWork, remoteId: string): Promise<Belief> {
  return (await readWhole(work, remoteId)) === undefined ? 'gone' : 'trusted';
}

/** Members that are not known are replaced as a whole; where that is refused, they are read and sent as they differ. */
async function replaceOrRead(work: GroupWork, remoteId: string): Promise<Belief> {
  return (await replaceMembers(work, remoteId)) ? 'believed' : read(work, remoteId);
}

/** Undefined: the target has the name. A refusal is returned and not thrown, since members do not wait for it. */
async function rename(
  work: GroupWork,
  remoteId: string,
  displayName: string,
): Promise<PairStoppedError | 'gone' | undefined> {
  const { known, target } = work;
  const { client } = target;
  if (known.name === displayName && !client.profile.groups.namesAlways) return undefined;
  const result = await client.modify('/Groups', remoteId, [renameOperation(client.profile, remoteId, displayName)]);
  if (result.ok) {
    known.name = displayName;
    known.pushed = true;
    return undefined;
  }
  const { error } = result;
  if (isAbsence(error)) return 'gone';
  if (!isRefusal(error)) {
    known.name = undefined;
    throw stopPatch(work, error);
  }
  return error.kind === 'refused' && error.status === 409 ? collision(work, error) : stop(work, error);
}

/** Makes the members exactly those who belong there, without asking who is. False: the target refused. */
async function replaceMembers(work: GroupWork, remoteId: string): Promise<boolean> {
  const { known, store, target } = work;
  const { client } = target;
  const members = await store.desired();
  const result = await client.modify('/Groups', remoteId, [replaceMembersOperation(client.profile, members)]);
  if (!result.ok) {
    if (isRefusal(result.error)) return false;
    throw failure(work, result.error);
  }
  await store.replaceHeld(members.map((member) => member.remoteId));
  known.membersKnown = true;
  known.pushed = true;
  return true;
}
