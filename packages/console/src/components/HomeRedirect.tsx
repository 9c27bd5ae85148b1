import { Center, Container, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { sessionQuery } from '../api/session.ts';
import { ErrorPanel } from '../ui/ErrorPanel.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { rememberedOrganization } from './shell/remembered-organization.ts';

/** Leads from the bare address to the organization last looked at, or the first. */
export function HomeRedirect() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  if (session.isPending) {
    return (
      <Center h="100dvh">
        <Loader aria-label={t('common.loading')} />
      </Center>
    );
  }
  if (session.isError) return <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === null) return <Navigate to="/sign-in" replace />;
  const { organizations } = session.data;
  const last = organizations.find(({ slug }) => slug === rememberedOrganization()) ?? organizations[0];
  if (last !== undefined) return <Navigate to={`/o/${last.slug}`} replace />;
  return (
    <Container component="main" size="sm" py="xl">
      <PageHeader title={t('home.noOrganization')} description={t('home.noOrganizationHint')} />
    </Container>
  );
}
