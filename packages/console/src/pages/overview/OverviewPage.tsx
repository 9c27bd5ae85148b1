import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { applicationsQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { ApplicationCards } from './ApplicationCards.tsx';
import { ConnectionCard } from './ConnectionCard.tsx';
import { DirectoryCard } from './DirectoryCard.tsx';
import { TruthSentence } from './TruthSentence.tsx';

/** One sentence of truth, then each application, then what arrives. */
export function OverviewPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(applicationsQuery(org));
  return (
    <>
      <PageHeader title={t('nav.overview')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={4} />}
      {data !== undefined && (
        <Stack>
          <TruthSentence applications={data.applications} />
          <ApplicationCards applications={data.applications} />
          <Grid>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <ConnectionCard />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <DirectoryCard />
            </Grid.Col>
          </Grid>
        </Stack>
      )}
    </>
  );
}
