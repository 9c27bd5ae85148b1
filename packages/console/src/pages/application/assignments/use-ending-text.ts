import type { Lifecycle } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useApplication } from '../use-application.ts';

/** What becomes of accounts at the application on an event, as its options and switches are. */
export function useEndingText(): (event: Exclude<keyof Lifecycle, 'deleteAfterDays'>) => string {
  const { t } = useTranslation();
  const { deactivateUsers, lifecycle, name: application } = useApplication();
  return (event) =>
    deactivateUsers
      ? t(`assignments.endings.${lifecycle[event]}`, { application, count: lifecycle.deleteAfterDays })
      : t('assignments.endings.off', { application });
}
