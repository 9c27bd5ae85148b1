import { Anchor, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { healthQuery } from '../../api/health.ts';
import { useOrg } from '../../hooks/use-org.ts';

const height = 64;
// plots are large, and the words of the page need not wait for them
const HoursChart = lazy(async () => ({ default: (await import('../health/HoursChart.tsx')).HoursChart }));

/** The connection's last two days at a glance; nothing where nothing came in. */
export function ConnectionHours() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data } = useQuery(healthQuery(org));
  if (data === undefined || data.hours.every(({ requests }) => requests === 0)) return null;
  return (
    <Stack gap={4}>
      <Suspense fallback={<Skeleton height={height} />}>
        <HoursChart hours={data.hours} height={height} detailed={false} />
      </Suspense>
      <Anchor component={Link} to={`/o/${org}/provisioning/health`} size="xs">
        {t('health.open')}
      </Anchor>
    </Stack>
  );
}
