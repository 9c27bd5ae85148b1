import type { Job } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

/** What a job does, in words: "Import from CSV", "Add to a group". */
export function useJobTitle(): (job: Job) => string {
  const { t } = useTranslation();
  return ({ action }) => {
    const what = action?.kind ?? 'import';
    return t(`jobs.titles.${what}`);
  };
}
