import { jsonEquals, ScimError, type JsonObject } from '@lockstep/scim';
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
 * The attributes of a user as they may become. Where the connection's policy keeps login names, a soft delete leaves
 * the name alone; case alone makes no other name.
 * @throws ScimError `mutability` for another login name
 */
export function keepLoginName(policy: Policy, before: JsonObject, after: JsonObject): JsonObject {
  if (policy.loginName === 'allowed') return after;
  const [now, wanted] = [loginNameOf(before), loginNameOf(after)];
  if (now === wanted) return after;
  if (policy.tolerances.softDeleteRename && isSoftDelete(now, wanted, after)) {
    const kept = { ...after, userName: before['userName'] ?? '' };
    // the very object says that nothing changes
    return jsonEquals(kept, before) ? before : kept;
  }
  throw ScimError.mutability(
    'The login name of a synced user cannot be changed here. Delete the user here, create it anew in the identity provider, and sync again.',
  );
}
