import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { connectionQuery } from '../../api/connections.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { EndpointPanel } from './EndpointPanel.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { PropagationPanel } from './PropagationPanel.tsx';
import { TokensPanel } from './TokensPanel.tsx';

/** What an identity provider needs to write into this directory: an endpoint, a token, and permission. */
export function ProvisioningPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(connectionQuery(useOrg()));
  return (
    <>
      <PageHeader title={t('nav.provisioning')} description={t('provisioning.about')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={5} />}
      {data !== undefined && (
        <Stack>
          <PropagationPanel connection={data} />
          <EndpointPanel connection={data} />
          <TokensPanel />
          <PolicyPanel />
        </Stack>
      )}
    </>
  );
}
