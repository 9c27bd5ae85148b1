import { Anchor, Button, Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { exchangeQuery, fixtureAddress } from '../../api/exchanges.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { readablePath } from '../requests/readable-path.ts';
import { RequestStatus } from '../requests/RequestStatus.tsx';
import { HintPanel } from './HintPanel.tsx';
import { MadeChanges } from './MadeChanges.tsx';
import { MessagePanel } from './MessagePanel.tsx';
import { ReplayPanel } from './ReplayPanel.tsx';
import { RequestFacts } from './RequestFacts.tsx';
import { ToleranceList } from './ToleranceList.tsx';

/** One recorded request: advice first, then what was sent, what came back and what it did. */
export function RequestPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const id = useParams()['request'] ?? '';
  const { data, error, refetch } = useQuery(exchangeQuery(org, id));
  const back = (
    <Anchor component={Link} to={`/o/${org}/provisioning/requests`} size="sm">
      {t('nav.requests')}
    </Anchor>
  );
  if (error !== null || data === undefined) {
    return (
      <>
        <PageHeader title={t('requests.request')} above={back} />
        {error === null ? <TableSkeleton /> : <ErrorPanel error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  const line = `${data.method} ${readablePath(data.path)}`;
  return (
    <>
      <PageHeader
        title={line}
        above={back}
        badge={<RequestStatus status={data.status} />}
        actions={
          <Button
            component="a"
            href={fixtureAddress(org, id)}
            download={`exchange-${id}.json`}
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {t('requests.export')}
          </Button>
        }
      />
      <Stack>
        <HintPanel exchange={data} />
        <RequestFacts exchange={data} />
        <Grid>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <MessagePanel title={t('requests.request')} line={line} message={data.request} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <MessagePanel title={t('requests.answer')} line={`HTTP ${data.status}`} message={data.answer} />
          </Grid.Col>
        </Grid>
        <ToleranceList tolerances={data.tolerances} />
        <MadeChanges title={t('requests.changes')} changes={data.changes} />
        <ReplayPanel key={data.id} exchange={data} />
      </Stack>
    </>
  );
}
