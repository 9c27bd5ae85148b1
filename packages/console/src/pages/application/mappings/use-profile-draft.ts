import type { ProfileSettings } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { profileSettingsQuery, useSaveProfileSettings } from '../../../api/profile-settings.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../../hooks/use-unsaved-guard.ts';
import { useApplication } from '../use-application.ts';

/** The profile settings of the application as they are being edited. */
export interface ProfileDraft {
  /** Undefined until they have been read. */
  readonly settings: ProfileSettings | undefined;
  readonly dirty: boolean;
  readonly readError: unknown;
  readonly retry: () => void;
  readonly edit: (settings: ProfileSettings) => void;
  readonly discard: () => void;
  readonly save: () => void;
  readonly saving: boolean;
  readonly saveError: unknown;
}

export function useProfileDraft(): ProfileDraft {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const notify = useNotify();
  const saved = useQuery(profileSettingsQuery(org, slug));
  const save = useSaveProfileSettings(org, slug);
  const [draft, setDraft] = useState<{ readonly settings: ProfileSettings; readonly version: number }>();
  const { data } = saved;
  const settings = draft?.settings ?? data?.settings;
  const dirty = draft !== undefined && JSON.stringify(draft.settings) !== JSON.stringify(data?.settings);
  useUnsavedGuard(dirty);
  return {
    settings,
    dirty,
    readError: saved.error,
    retry: () => {
      setDraft(undefined);
      save.reset();
      void saved.refetch();
    },
    edit: (next) => {
      save.reset();
      // the version that the first edit was made from, so that a change by somebody else is noticed
      setDraft({ settings: next, version: draft?.version ?? data?.version ?? 0 });
    },
    discard: () => {
      save.reset();
      setDraft(undefined);
    },
    save: () => {
      if (draft === undefined) return;
      save.mutate(draft, {
        onSuccess: ({ affected }) => {
          setDraft(undefined);
          notify.done(t('mappings.saved', { count: affected }));
        },
      });
    },
    saving: save.isPending,
    saveError: save.error,
  };
}
