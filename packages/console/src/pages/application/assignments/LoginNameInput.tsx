import type { ProfileSettings } from '@lockstep/admin-api';
import { TextInput } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { previewQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';

interface LoginNameInputProps {
  /** Undefined as long as nobody is chosen. */
  readonly user: string | undefined;
  readonly settings: ProfileSettings;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

/** The login name of one person at the application. Left empty it is what the username format makes, shown inside. */
export function LoginNameInput({ user, settings, value, onChange }: LoginNameInputProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const nameless = settings.userName.format === 'none';
  const preview = previewQuery(org, slug, user ?? '', settings);
  const { data } = useQuery(user === undefined || nameless ? { ...preview, queryFn: skipToken } : preview);
  const made = data?.userName.fromAssignment === false ? data.userName.value : undefined;
  return (
    <TextInput
      data-autofocus
      label={t('user.loginName')}
      description={t(nameless ? 'assignments.loginNameNeeded' : 'signOn.setHint')}
      placeholder={made ?? ''}
      maxLength={256}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
