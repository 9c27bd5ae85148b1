import type { PairStoppedError } from '../reconciler/failures.ts';
import { failure, isAbsence, isRefusal, pushMembers, record, sendMembers, type MemberPush } from './push-members.ts';
import type { GroupWork } from './pushed-group.ts';
import { collision, stop } from './stops.ts';
import { readWhole } from './target-group.ts';

const nobody = { add: [], remove: [] };

/** Reads the group and sends it whole with what differs in it. False: the target has the group no more. */
export async function putGroup(work: GroupWork, displayName: string): Promise<boolean> {
  const { known, store } = work;
  const { remoteId } = known;
  if (remoteId === undefined) throw new TypeError('A group without an id cannot be replaced.');
  const held = await readWhole(work, remoteId);
  if (held === undefined) return false;
  const push: MemberPush = { remoteId, displayName, trusted: true, held };
  if (known.name === displayName) return pushMembers(work, push);
  const changes = await store.differences();
  const whole = await sendMembers(work, push, changes);
  if (whole.ok) {
    known.name = displayName;
    await record(work, changes);
    return true;
  }
  if (isAbsence(whole.error)) return false;
  if (!isRefusal(whole.error)) throw failure(work, whole.error);
  // the name or a member was refused: each for itself
  const refusal = await putName(work, push);
  if (!(await pushMembers(work, push))) return false;
  if (refusal !== undefined) throw refusal;
  return true;
}

/** Sends the new name alone. Where it is refused, the members go with the old one. */
async function putName(work: GroupWork, push: MemberPush): Promise<PairStoppedError | undefined> {
  const { known } = work;
  const result = await sendMembers(work, push, nobody);
  if (result.ok) {
    known.name = push.displayName;
    known.pushed = true;
    return undefined;
  }
  if (!isRefusal(result.error)) throw failure(work, result.error);
  push.displayName = known.name ?? push.displayName;
  return result.error.kind === 'refused' && result.error.status === 409
    ? collision(work, result.error)
    : stop(work, result.error);
}
