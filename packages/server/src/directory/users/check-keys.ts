import { ScimError, type JsonObject } from '@lockstep/scim';
import type { UserOutcome, UserWrite } from './user-write.ts';

/** Bytes of UTF-8. Folded it may be half as long again, and an entry of an index holds 2,700. */
const longestKey = 1000;

const keys = ['userName', 'externalId'] as const;

/** @throws ScimError `invalidValue` for a name or identifier that no index could hold: it would break its whole batch */
function checkKeys(resource: JsonObject): JsonObject {
  for (const name of keys) {
    const value = resource[name];
    if (typeof value !== 'string' || Buffer.byteLength(value) <= longestKey) continue;
    throw ScimError.invalidValue(`"${name}" is longer than ${longestKey} bytes`);
  }
  return resource;
}

/** The write, refusing such names once it is known what it would write; or its refusal right away. */
export function withCheckedKeys(write: UserWrite): UserWrite | Extract<UserOutcome, { kind: 'refused' }> {
  if (write.kind === 'delete') return write;
  if (write.kind === 'modify') return { ...write, change: (current) => checkKeys(write.change(current)) };
  try {
    checkKeys(write.resource);
    return write;
  } catch (error) {
    return { kind: 'refused', error };
  }
}
