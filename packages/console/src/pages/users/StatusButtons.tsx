import { Button } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { statusActions } from './status-actions.ts';
import { useUserActions } from './use-user-actions.tsx';

/** What can be done about the status of the user, a button each. */
export function StatusButtons({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const actions = useUserActions();
  return statusActions[user.status].map(({ action, label, icon: Icon }) => (
    <Button
      key={action}
      variant="default"
      disabled={user.locked.includes('active')}
      leftSection={<Icon size={16} />}
      onClick={() => actions.setStatus(user, action)}
    >
      {t(`users.${label}`)}
    </Button>
  ));
}
