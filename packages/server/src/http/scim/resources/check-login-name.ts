import { ScimError } from '@lockstep/scim';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import { policyOf } from '../../../inbound/policy.ts';

/** 400 `mutability` for another login name where the connection's policy keeps it; case alone makes no other name. */
export function checkLoginName({ connection }: InboundCaller, before: unknown, after: unknown): void {
  if (policyOf(connection).loginName === 'allowed') return;
  if (String(before).toLowerCase() === String(after).toLowerCase()) return;
  throw ScimError.mutability(
    'The login name of a synced user cannot be changed here. Delete the user here, create it anew in the identity provider, and sync again.',
  );
}
