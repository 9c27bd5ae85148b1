import { Alert, Anchor, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Health } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { healthQuery } from '../../api/health.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { HoursChart } from './HoursChart.tsx';

const colors = { clear: 'teal', watch: 'orange', quarantine: 'red' } as const;

function Quarantine({ quarantine: { state, reason } }: { readonly quarantine: Health['quarantine'] }) {
  const { t } = useTranslation();
  return (
    <Alert
      color={colors[state]}
      icon={state === 'clear' ? <IconCircleCheck /> : <IconAlertTriangle />}
      title={t(`health.states.${state}`)}
    >
      {reason === undefined ? t('health.rules') : t(`health.reasons.${reason}`)}
    </Alert>
  );
}

function Facts({ health }: { readonly health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <Fact label={t('health.lastRequest')}>
          <RelativeTime at={health.lastRequestAt} fallback={t('common.never')} />
        </Fact>
        <Fact label={t('health.writes')}>{format.number(health.writes)}</Fact>
        <Fact label={t('health.failedWrites')}>{format.number(health.failedWrites)}</Fact>
        {health.unrecorded > 0 && (
          <Fact label={t('health.unrecorded')}>
            {format.number(health.unrecorded)}
            <Text size="xs" c="dimmed">
              {t('health.unrecordedHint')}
            </Text>
          </Fact>
        )}
      </SimpleGrid>
    </Paper>
  );
}

/** Whether the identity provider still comes, how it fares, and what it would make of that. */
export function HealthPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(healthQuery(org));
  return (
    <>
      <PageHeader title={t('nav.health')} description={t('health.about')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={6} />}
      {data !== undefined && (
        <Stack>
          {data.silent && (
            <Alert color="orange" icon={<IconAlertTriangle />} title={t('health.silent')}>
              {t('health.silentHint')}
            </Alert>
          )}
          <Quarantine quarantine={data.quarantine} />
          <Facts health={data} />
          <Paper>
            <Stack gap="sm">
              <Title order={2} fz="md">
                {t('health.perHour')}
              </Title>
              <HoursChart hours={data.hours} height={260} detailed />
              <Anchor component={Link} to={`/o/${org}/provisioning/requests?status=refused`} size="sm">
                {t('health.showRefused')}
              </Anchor>
            </Stack>
          </Paper>
        </Stack>
      )}
    </>
  );
}
