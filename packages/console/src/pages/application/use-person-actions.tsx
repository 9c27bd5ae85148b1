import type { AppUser } from '@lockstep/admin-api';
import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useConvertAssignment } from '../../api/assignments.ts';
import { useRetryAppUsers, useUnassignUser } from '../../api/app-users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useEndingText } from './assignments/use-ending-text.ts';
import { useApplication } from './use-application.ts';

export interface PersonActions {
  readonly retry: (person: AppUser) => void;
  /** Personal to group, or back. */
  readonly convert: (person: AppUser) => void;
  /** Asks, and says what becomes of the account at the application. */
  readonly askUnassign: (person: AppUser) => void;
}

export function usePersonActions(): PersonActions {
  const { t } = useTranslation();
  const org = useOrg();
  const application = useApplication();
  const notify = useNotify();
  const retryUsers = useRetryAppUsers(org, application.slug);
  const convert = useConvertAssignment(org, application.slug);
  const endingText = useEndingText();
  const unassign = useUnassignUser(org, application.slug);
  return {
    retry: (person) =>
      retryUsers.mutate(
        { users: [person.userId] },
        {
          onError: notify.failed,
          onSuccess: ({ retried }) => notify.done(t('people.retried', { count: retried })),
        },
      ),
    convert: (person) =>
      convert.mutate(
        { user: person.userId, to: person.source?.kind === 'group' ? 'personal' : 'group' },
        {
          onError: notify.failed,
          onSuccess: () => notify.done(t('assignments.converted', { name: person.displayName })),
        },
      ),
    askUnassign: (person) => {
      const names = { name: person.displayName, application: application.name };
      modals.openConfirmModal({
        title: t('people.unassignTitle', names),
        children: <Text size="sm">{endingText('unassign')}</Text>,
        labels: { confirm: t('people.unassign'), cancel: t('common.cancel') },
        confirmProps: { color: 'red.8' },
        onConfirm: () =>
          unassign.mutate(person.userId, {
            onError: notify.failed,
            onSuccess: () => notify.done(t('people.unassigned', names)),
          }),
      });
    },
  };
}
