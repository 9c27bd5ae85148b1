import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { sessionQuery } from '../../api/session.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { followAccount } from '../../i18n/i18n.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { ShellFrame } from './ShellFrame.tsx';

/** Everything below an organization's address needs a session; without one the sign-in page comes first and leads back. */
export function Shell() {
  const { t } = useTranslation();
  const org = useOrg();
  const location = useLocation();
  const session = useQuery(sessionQuery);
  const language = session.data?.administrator.language;
  useEffect(() => void followAccount(language), [language]);
  if (session.isPending) {
    return (
      <Center h="100dvh">
        <Loader aria-label={t('common.loading')} />
      </Center>
    );
  }
  if (session.isError) return <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === null) {
    const next = encodeURIComponent(`${location.pathname}${location.search}`);
    return <Navigate to={`/sign-in?next=${next}`} replace />;
  }
  // the key makes every page start anew in another organization
  return <ShellFrame key={org} session={session.data} />;
}
