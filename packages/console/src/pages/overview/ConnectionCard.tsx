import { Anchor, Badge, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { connectionQuery } from '../../api/connections.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { ConnectionHours } from './ConnectionHours.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

/** What an identity provider last sent, and whether it is let in. */
export function ConnectionCard() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(connectionQuery(org));
  return (
    <Paper h="100%">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} fz="md">
            <Anchor component={Link} to={`/o/${org}/provisioning`} inherit>
              {t('nav.provisioning')}
            </Anchor>
          </Title>
          {data !== undefined && (
            <Badge color={data.propagation ? 'teal' : 'gray'}>
              {data.propagation ? t('overview.propagationOn') : t('overview.propagationOff')}
            </Badge>
          )}
        </Group>
        {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton height={14} width="60%" />}
        {data !== undefined && (
          <Text size="sm">
            {t('overview.lastRequest')} <RelativeTime at={data.lastRequestAt} fallback={t('common.never')} />
          </Text>
        )}
        <ConnectionHours />
        {data !== undefined && data.refusedWhileOff > 0 && (
          <Text size="sm" c="var(--mantine-color-error)">
            {t('provisioning.refused', { count: data.refusedWhileOff })}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
