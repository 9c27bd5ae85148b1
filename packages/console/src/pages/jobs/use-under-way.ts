import type { Job } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

/** How far a job has come, in words: "20 of 60". */
export function useUnderWay(): (job: Job) => string {
  const { t } = useTranslation();
  return ({ state, cancelling, done, total }) => {
    if (cancelling) return t('jobs.cancelling');
    return state === 'waiting' ? t('jobs.underWay.waiting') : t('jobs.underWay.running', { done, total });
  };
}
