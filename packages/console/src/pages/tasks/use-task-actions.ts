import { useTranslation } from 'react-i18next';
import { useDismissTasks, useRetryTasks, type ChosenTasks } from '../../api/tasks.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

/** What can be done with tasks, with a message of how many it was done to. */
export function useTaskActions() {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const retry = useRetryTasks(org);
  const dismiss = useDismissTasks(org);
  return {
    retrying: retry.isPending,
    retry: (chosen: ChosenTasks): void =>
      retry.mutate(chosen, {
        onError: notify.failed,
        onSuccess: ({ retried }) => notify.done(t('tasks.retried', { count: retried })),
      }),
    dismiss: (chosen: ChosenTasks): void =>
      dismiss.mutate(chosen, {
        onError: notify.failed,
        onSuccess: ({ dismissed }) => notify.done(t('tasks.dismissed', { count: dismissed })),
      }),
  };
}
