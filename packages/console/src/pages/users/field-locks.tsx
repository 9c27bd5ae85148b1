import type { User } from '@lockstep/admin-api';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type LockableField = User['locked'][number];

export interface FieldLock {
  readonly disabled?: true;
  readonly readOnly?: true;
  readonly rightSection?: ReactNode;
}

/** How a field is held: by the rules of a connection for good, else by the form until somebody unlocks it. */
export function fieldLock(field: LockableField, locked: User['locked'], held: boolean): FieldLock {
  const rightSection = <IconLock size={16} aria-hidden />;
  if (locked.includes(field)) return { disabled: true, rightSection };
  return held ? { readOnly: true, rightSection } : {};
}
