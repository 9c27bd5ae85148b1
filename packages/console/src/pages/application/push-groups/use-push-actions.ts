import type { PushedGroup } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { usePushNow, useSetPushActive } from '../../../api/group-push.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';

/** What needs no question: push now, pause, go on. */
export function usePushActions() {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const notify = useNotify();
  const push = usePushNow(org, slug);
  const setActive = useSetPushActive(org, slug);
  return {
    pushing: push.isPending,
    /** Without a group, all of them. */
    pushNow: (group?: PushedGroup): void =>
      push.mutate(group === undefined ? {} : { group: group.groupId }, {
        onError: notify.failed,
        onSuccess: ({ pushed }) => notify.done(t('pushGroups.pushedNow', { count: pushed })),
      }),
    setActive: ({ groupId, displayName }: PushedGroup, active: boolean): void =>
      setActive.mutate(
        { group: groupId, active },
        {
          onError: notify.failed,
          onSuccess: () => {
            const name = { name: displayName };
            notify.done(active ? t('pushGroups.resumed', name) : t('pushGroups.pausedNow', name));
          },
        },
      ),
  };
}
