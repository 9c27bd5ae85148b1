import type { UserStatus } from '@lockstep/admin-api';
import { IconUserCheck, IconUserOff, IconUserPause, type Icon } from '@tabler/icons-react';
import type { StatusAction } from '../../api/users.ts';

interface OfferedAction {
  readonly action: StatusAction;
  /** Its name in the texts of `users`. */
  readonly label: StatusAction | 'activateStaged';
  readonly icon: Icon;
}

const deactivate: OfferedAction = { action: 'deactivate', label: 'deactivate', icon: IconUserOff };

/** What can be done about a user's status, as in Okta. */
export const statusActions: Readonly<Record<UserStatus, readonly OfferedAction[]>> = {
  staged: [{ action: 'activate', label: 'activateStaged', icon: IconUserCheck }, deactivate],
  active: [{ action: 'suspend', label: 'suspend', icon: IconUserPause }, deactivate],
  suspended: [{ action: 'unsuspend', label: 'unsuspend', icon: IconUserCheck }, deactivate],
  deactivated: [{ action: 'activate', label: 'activate', icon: IconUserCheck }],
};

/** What takes an action back in one step; a user who was staged or suspended before is not made so again by any. */
export function undoOf(before: UserStatus, action: StatusAction): StatusAction | undefined {
  if (action === 'suspend') return 'unsuspend';
  if (action === 'unsuspend') return 'suspend';
  if (action === 'deactivate') return before === 'active' ? 'activate' : undefined;
  return before === 'deactivated' ? 'deactivate' : undefined;
}
