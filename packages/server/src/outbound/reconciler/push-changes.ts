import {
  applyChanges,
  diffProfile,
  fromResource,
  managedTargets,
  patchOperations,
  replaceBody,
  type ProfileChange,
} from '@lockstep/provisioning';
import type { ClientError, ClientProfile, ScimResult } from '@lockstep/scim-client';
import { versionOf } from '../target/answer-version.ts';
import type { Target } from '../target/open-target.ts';
import type { Account } from './pair.ts';

export type PushResult =
  /** `version` where the target said which one came of it. */
  | { readonly kind: 'pushed'; readonly version?: string | undefined }
  /** The target does not have the account any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: ClientError };

/**
 * The changes in the requests that the client profile makes of them: where it has a verb of its own for the status,
 * that goes first, then the rest.
 */
export function inRequests(changes: readonly ProfileChange[], profile: ClientProfile): ProfileChange[][] {
  const status = changes.filter(({ target }) => target === 'active');
  const rest = changes.filter(({ target }) => target !== 'active');
  return profile.activeVerb === profile.updateVerb || status.length === 0 || rest.length === 0
    ? [[...changes]]
    : [status, rest];
}

/** Sends the changes in the verb that the client profile has for them, and the target takes. */
export async function pushChanges(
  target: Target,
  account: Account,
  changes: readonly ProfileChange[],
): Promise<PushResult> {
  const { client } = target;
  const { activeVerb, updateVerb, putWithoutPatch, patch } = client.profile;
  const verb = changes.every((change) => change.target === 'active') ? activeVerb : updateVerb;
  const takesPatch = !putWithoutPatch || (await client.features()).patch;
  if (verb === 'PUT' || !takesPatch) return replace(target, account, changes);
  const operations = patchOperations(changes, patch);
  const result = await client.modify('/Users', account.remoteId, operations, account.version);
  return putWithoutPatch && lacksPatch(result) ? replace(target, account, changes) : toResult(target, result);
}

/** Makes the changes in the account as it is and sends it whole; nothing where it has them already. */
async function replace(target: Target, account: Account, changes: readonly ProfileChange[]): Promise<PushResult> {
  const { client, template } = target;
  const read: ScimResult =
    account.fresh === undefined
      ? await client.retrieve('/Users', account.remoteId)
      : { ok: true, status: 200, resource: account.fresh };
  if (!read.ok || read.resource === undefined) return toResult(target, read);
  const held = fromResource(read.resource, managedTargets(template));
  if (diffProfile(template, held, applyChanges(held, changes)).length === 0) return { kind: 'pushed' };
  const version = account.version ?? (await versionOf(target, read));
  return toResult(
    target,
    await client.replace('/Users', account.remoteId, replaceBody(read.resource, changes), version),
  );
}

function lacksPatch(result: ScimResult): boolean {
  return !result.ok && 'status' in result.error && (result.error.status === 405 || result.error.status === 501);
}

async function toResult(target: Target, result: ScimResult): Promise<PushResult> {
  if (result.ok) return { kind: 'pushed', version: await versionOf(target, result) };
  const { error } = result;
  const gone = error.kind === 'refused' && (error.status === 404 || error.status === 410);
  return gone ? { kind: 'gone' } : { kind: 'failed', error };
}
