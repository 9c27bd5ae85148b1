import { checkKeys } from '../check-keys.ts';
import type { GroupOutcome, GroupWrite } from './group-write.ts';
import type { StoredGroup } from './stored-group.ts';

const keys = ['displayName', 'externalId'];

/** The write, refusing names too long for an index once it is known what it would write; or its refusal right away. */
export function withCheckedGroupKeys(write: GroupWrite): GroupWrite | Extract<GroupOutcome, { kind: 'refused' }> {
  switch (write.kind) {
    case 'delete':
      return write;
    case 'modify':
      return { ...write, change: (current: StoredGroup) => checkKeys(write.change(current), keys) };
    case 'rewrite':
      return {
        ...write,
        change: (current, members) => {
          const changed = write.change(current, members);
          checkKeys(changed.resource, keys);
          return changed;
        },
      };
    case 'create':
      try {
        checkKeys(write.resource, keys);
        return write;
      } catch (error) {
        return { kind: 'refused', error };
      }
  }
}
