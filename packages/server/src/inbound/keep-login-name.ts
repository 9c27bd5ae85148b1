import { jsonEquals, ScimError, type JsonObject } from '@lockstep/scim';
import type { Ruling } from '../directory/links/link.ts';
import type { Policy } from './policy.ts';

/** As names are compared. */
function loginNameOf({ userName }: JsonObject): string {
  return typeof userName === 'string' ? userName.toLowerCase() : '';
}

const softDeleteMark = /^[0-9a-f]{32}$/;

/**
 * Microsoft Entra ID renames whom it soft-deletes, 32 hexadecimal digits before the name, and disables in the same
 * request. To refuse that for the name's sake would leave the person active.
 */
function isSoftDelete(before: string, name: string, after: JsonObject): boolean {
  return after['active'] === false && name.endsWith(before) && softDeleteMark.test(name.slice(0, -before.length));
}

/**
 * The attributes of a user as they may become, by the connection's rule of login names; case alone makes no other name.
 * A soft delete leaves the name alone; so does a rename that waits for approval, whose name is held.
 * @throws ScimError `mutability` for another login name where none may be
 */
export function keepLoginName(policy: Policy, before: JsonObject, after: JsonObject): Ruling {
  if (policy.loginName === 'allowed') return { resource: after };
  const [now, wanted] = [loginNameOf(before), loginNameOf(after)];
  if (now === wanted) return { resource: after };
  const kept = { ...after, userName: before['userName'] ?? '' };
  // the very object says that nothing changes
  const resource = jsonEquals(kept, before) ? before : kept;
  if (policy.tolerances.softDeleteRename && isSoftDelete(now, wanted, after)) return { resource };
  const { userName } = after;
  if (policy.loginName === 'approval' && typeof userName === 'string') return { resource, heldLoginName: userName };
  throw ScimError.mutability(
    'The login name of a synced user cannot be changed here. Delete the user here, create it anew in the identity provider, and sync again.',
  );
}
