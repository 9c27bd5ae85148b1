import {
  equals,
  groupBody,
  groupLookup,
  isRemoteId,
  memberIds,
  withoutMembers,
  type ClientError,
} from '@lockstep/scim-client';
import type { JsonObject } from '@lockstep/scim';
import { mayHaveHappened } from '../reconciler/failures.ts';
import { versionOf } from '../target/answer-version.ts';
import type { GroupWork } from './pushed-group.ts';
import { collision, failed, later, stop } from './stops.ts';

/** Whether the target says that it has no groups: then nothing is asked of them. */
export async function requireGroups({ target }: GroupWork): Promise<void> {
  const { client, template } = target;
  if (template.lacks.includes('groups')) throw lacksGroups();
  if (!client.profile.discovers) return;
  const endpoints = await client.endpoints();
  if (endpoints === undefined || endpoints.some((endpoint) => /^\/?Groups$/i.test(endpoint))) return;
  throw lacksGroups();
}

function lacksGroups() {
  const message =
    'The application does not take groups: it has no /Groups endpoint, or its template says so. People are provisioned all the same. Turn Push Groups off, or unlink the group.';
  return failed('no-groups', message);
}

/** What a refusal of the endpoint itself means; for anything else, the usual. */
function stopAtEndpoint(work: GroupWork, error: ClientError) {
  return 'status' in error && [404, 405, 501].includes(error.status) ? lacksGroups() : stop(work, error);
}

interface FoundGroup {
  readonly remoteId: string;
  readonly externalId: unknown;
}

/** The groups of this name at the target, compared without regard to case as ours are. */
async function findByName(work: GroupWork, name: string): Promise<FoundGroup | undefined> {
  const { client } = work.target;
  const result = await client.search('/Groups', groupLookup(client.profile, equals('displayName', name)));
  if (!result.ok) {
    const none = client.profile.notFoundMeansNone && result.error.kind === 'refused' && result.error.status === 404;
    if (none) return undefined;
    throw stopAtEndpoint(work, result.error);
  }
  // a target that ignores filters answers with every group: only what really matches counts
  const matching = result.resources.filter((group) => isNamed(group, name));
  if (matching.length > 1) {
    throw failed(
      'ambiguous',
      `The application has ${matching.length} groups named ${name}. Choose one of them to link.`,
    );
  }
  const [only] = matching;
  const remoteId = only?.['id'];
  return only === undefined || !isRemoteId(remoteId) ? undefined : { remoteId, externalId: only['externalId'] };
}

function isNamed(group: JsonObject, name: string): boolean {
  const held = group['displayName'];
  return isRemoteId(group['id']) && typeof held === 'string' && held.toLowerCase() === name.toLowerCase();
}

/** Links the target's group that was chosen, or the one of that name, if there is one. Its members are not known then. */
export async function adopt(work: GroupWork, displayName: string): Promise<boolean> {
  const { known, push } = work;
  if (push.chosenRemoteId !== undefined) {
    await link(work, push.chosenRemoteId, undefined);
    return true;
  }
  const names = [displayName, ...(known.intended === undefined ? [] : [known.intended])];
  for (const name of new Set(names)) {
    const found = await findByName(work, name);
    if (found === undefined) continue;
    const ours = known.intended !== undefined || found.externalId === push.groupId;
    if (!ours && push.existing === 'task') throw nameTaken(name);
    await link(work, found.remoteId, name);
    return true;
  }
  return false;
}

function nameTaken(name: string) {
  const message = `The application has a group named ${name} already, and this one was to be new. Link that group, or rename one of the two.`;
  return failed('group-name-taken', message);
}

async function link({ known, store }: GroupWork, remoteId: string, name: string | undefined): Promise<void> {
  if (await store.isTaken(remoteId)) {
    const message = 'Another pushed group is linked to this group of the application. Unlink one of the two.';
    throw failed('group-linked-twice', message);
  }
  known.remoteId = remoteId;
  known.name = name;
  known.intended = undefined;
  known.membersKnown = false;
  known.pushed = true;
}

/** Makes the group, without members, or links the one that turns out to be there. */
export async function create(work: GroupWork, displayName: string): Promise<void> {
  const { known, push, store, target } = work;
  if (!(await store.recordIntent(displayName))) throw later(work, 'Another worker has taken over.');
  known.intended = displayName;
  const { client } = target;
  const result = await client.create('/Groups', groupBody(client.profile.groups, displayName, push.groupId));
  if (result.ok) {
    const remoteId = result.resource?.['id'];
    if (!isRemoteId(remoteId)) {
      throw later(work, 'The application accepted the creation without saying which group it made.');
    }
    await link(work, remoteId, displayName);
    await store.replaceHeld([]);
    known.membersKnown = true;
    return;
  }
  if (!mayHaveHappened(result.error)) known.intended = undefined;
  if (result.error.kind !== 'refused' || result.error.status !== 409) throw stopAtEndpoint(work, result.error);
  if (!(await adopt(work, displayName))) throw collision(work, result.error);
}

/** A group as the target answered it. */
export interface HeldGroup {
  readonly resource: JsonObject;
  /** Its version, where the target has versions. */
  readonly version: string | undefined;
}

/** The target's group as it is, its members recorded; undefined where the target has it no more. */
export async function readWhole(work: GroupWork, remoteId: string): Promise<HeldGroup | undefined> {
  const { known, store, target } = work;
  const result = await target.client.retrieve('/Groups', remoteId);
  if (!result.ok) return goneOrStop(work, result.error);
  if (result.resource === undefined) throw later(work, 'The application answered a read with nothing.');
  const name = result.resource['displayName'];
  known.name = typeof name === 'string' ? name : undefined;
  await store.replaceHeld(memberIds(result.resource));
  known.membersKnown = true;
  return { resource: result.resource, version: await versionOf(target, result) };
}

/** Whether the target still has the group; its members are not asked for. */
export async function isThere(work: GroupWork, remoteId: string): Promise<boolean> {
  const { client } = work.target;
  const result = await client.retrieve('/Groups', remoteId, withoutMembers(client.profile.groups));
  if (!result.ok) goneOrStop(work, result.error);
  return result.ok;
}

function goneOrStop(work: GroupWork, error: ClientError): undefined {
  if (error.kind === 'refused' && (error.status === 404 || error.status === 410)) return undefined;
  throw stop(work, error);
}

/** Deletes the target's group; one that is gone is as good. */
export async function deleteGroup(work: GroupWork, remoteId: string): Promise<void> {
  const result = await work.target.client.delete('/Groups', remoteId);
  if (!result.ok) goneOrStop(work, result.error);
}
