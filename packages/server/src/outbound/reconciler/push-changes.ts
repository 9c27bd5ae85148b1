import {
  applyChanges,
  diffProfile,
  fromResource,
  managedTargets,
  patchOperations,
  replaceBody,
  type ProfileChange,
} from '@lockstep/provisioning';
import { isJsonObject, type JsonObject } from '@lockstep/scim';
import type { ClientError, ScimResult } from '@lockstep/scim-client';
import type { Target } from '../target/open-target.ts';

export type PushResult =
  | { readonly kind: 'pushed' }
  /** The target does not have the account any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: ClientError };

/** Sends the changes in the verb that the client profile has for them. */
export async function pushChanges(
  target: Target,
  remoteId: string,
  changes: readonly ProfileChange[],
): Promise<PushResult> {
  const { client } = target;
  const { activeVerb, updateVerb, pathlessPatch, putWithoutPatch } = client.profile;
  const verb = changes.every((change) => change.target === 'active') ? activeVerb : updateVerb;
  if (verb === 'PUT') return replace(target, remoteId, changes);
  const operations = patchOperations(changes, { pathless: pathlessPatch });
  const result = await client.modify('/Users', remoteId, operations);
  return putWithoutPatch && lacksPatch(result) ? replace(target, remoteId, changes) : toResult(result);
}

/** Reads the account, makes the changes in it and sends it whole; nothing where it has them already. */
async function replace(target: Target, remoteId: string, changes: readonly ProfileChange[]): Promise<PushResult> {
  const { client, template } = target;
  const result = await client.retrieve('/Users', remoteId);
  if (!result.ok || result.resource === undefined) return toResult(result);
  const held = fromResource(result.resource, managedTargets(template));
  if (diffProfile(template, held, applyChanges(held, changes)).length === 0) return { kind: 'pushed' };
  return toResult(
    await client.replace('/Users', remoteId, replaceBody(result.resource, changes), versionOf(result.resource)),
  );
}

/** For `If-Match`: only where the target says that it has versions, as any proxy may add an ETag. */
function versionOf({ meta }: JsonObject): string | undefined {
  const version = isJsonObject(meta) ? meta['version'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

function lacksPatch(result: ScimResult): boolean {
  return !result.ok && 'status' in result.error && (result.error.status === 405 || result.error.status === 501);
}

function toResult(result: ScimResult): PushResult {
  if (result.ok) return { kind: 'pushed' };
  const { error } = result;
  const gone = error.kind === 'refused' && (error.status === 404 || error.status === 410);
  return gone ? { kind: 'gone' } : { kind: 'failed', error };
}
