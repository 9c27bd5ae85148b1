import { PairStoppedError } from '../reconciler/failures.ts';
import type { Outcome } from '../reconciler/pair.ts';
import { patchGroup } from './patch-group.ts';
import type { GroupWork } from './pushed-group.ts';
import { putGroup } from './put-group.ts';
import { failed, later, PatchNotTakenError } from './stops.ts';
import { adopt, create, deleteGroup, requireGroups } from './target-group.ts';

/** Sends the least that brings the target's group to what the directory's is. Throws only what is a fault of our own. */
export async function reconcileGroup(work: GroupWork): Promise<Outcome> {
  try {
    return work.push.ending === undefined ? await push(work) : await end(work, work.push.ending);
  } catch (error) {
    if (error instanceof PairStoppedError) return error.outcome;
    throw error;
  }
}

/** Unlinks: the target's group stays as it is, or goes. */
async function end(work: GroupWork, what: 'leave' | 'delete'): Promise<Outcome> {
  const { known, push: unlinked } = work;
  if (what === 'leave') return { kind: 'forgotten' };
  // a creation may have been sent: what it made is looked for
  if (known.remoteId === undefined && known.intended !== undefined) {
    await adopt({ ...work, push: { ...unlinked, chosenRemoteId: undefined } }, known.intended);
  }
  if (known.remoteId !== undefined) await deleteGroup(work, known.remoteId);
  return { kind: 'forgotten' };
}

async function push(work: GroupWork): Promise<Outcome> {
  const { known } = work;
  const { displayName, chosenRemoteId } = work.push;
  if (displayName === undefined) {
    const message =
      'The group was deleted in the directory. The group of the application stays as it is: unlink it, and leave or delete it there.';
    throw failed('group-deleted', message);
  }
  await requireGroups(work);
  // a second round only where the group turns out to be gone in the first
  for (let round = 1; ; round += 1) {
    const made = known.remoteId === undefined && !(await adopt(work, displayName));
    if (made) await create(work, displayName);
    const keeps = keptName(work, displayName);
    if (await update(work, keeps ?? displayName, made)) {
      return keeps === undefined ? { kind: 'settled' } : keepsName(work, keeps, displayName);
    }
    if (chosenRemoteId !== undefined) {
      const message = 'The application has the linked group no more. Unlink it, and push the group anew.';
      throw failed('group-gone', message);
    }
    known.remoteId = undefined;
    known.name = undefined;
    known.membersKnown = false;
    if (round === 2) throw later(work, 'The group is gone again right after it was found.');
  }
}

/** The other name that the group has at the target, where groups cannot be renamed there. */
function keptName({ known, target }: GroupWork, displayName: string): string | undefined {
  if (known.name === undefined || known.name === displayName) return undefined;
  return target.template.lacks.includes('rename-groups') ? known.name : undefined;
}

function keepsName({ target }: GroupWork, held: string, displayName: string): Outcome {
  const message = `${target.template.name} cannot rename groups, as its template says: the group keeps the name ${held} there, the directory has ${displayName}. Its members are pushed all the same.`;
  return { kind: 'settled', error: { class: 'group-name-kept', message } };
}

/** Brings the target's group to the name and the members. False: the target has it no more. */
async function update(work: GroupWork, displayName: string, made: boolean): Promise<boolean> {
  const { known, store, target } = work;
  const { client } = target;
  const { groups, putWithoutPatch } = client.profile;
  if (known.membersKnown && known.name === displayName) {
    const { add, remove } = await store.differences();
    if (add.length + remove.length === 0) return true;
  }
  const byPut = groups.verb === 'PUT' || (putWithoutPatch && !(await client.features()).patch);
  if (byPut) return putGroup(work, displayName);
  try {
    return await patchGroup(work, displayName, made);
  } catch (error) {
    if (error instanceof PatchNotTakenError) return putGroup(work, displayName);
    throw error;
  }
}
