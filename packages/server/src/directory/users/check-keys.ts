import { checkKeys } from '../check-keys.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';

const keys = ['userName', 'externalId'];

/** The write, refusing names too long for an index once it is known what it would write; or its refusal right away. */
export function withCheckedKeys(write: UserWrite): UserWrite | Extract<UserOutcome, { kind: 'refused' }> {
  if (write.kind === 'delete') return write;
  if (write.kind === 'modify') return { ...write, change: (current) => checkKeys(write.change(current), keys) };
  try {
    checkKeys(write.resource, keys);
    return write;
  } catch (error) {
    return { kind: 'refused', error };
  }
}
