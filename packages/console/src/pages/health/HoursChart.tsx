import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Box, Table, VisuallyHidden } from '@mantine/core';
import type { Health } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';

interface HoursChartProps {
  readonly hours: Health['hours'];
  readonly height: number;
  /** Axes and legend; without them the shape alone. */
  readonly detailed: boolean;
}

/** Requests per hour, those that were refused or failed in colours of their own; the same as a table for screen readers. */
export function HoursChart({ hours, height, detailed }: HoursChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const data = hours.map(({ hour, requests, refused, failed }) => ({
    hour: format.dateTime(hour),
    ok: requests - refused - failed,
    refused,
    failed,
  }));
  return (
    <>
      <Box aria-hidden>
        <BarChart
          h={height}
          data={data}
          dataKey="hour"
          type="stacked"
          series={[
            { name: 'ok', label: t('health.ok'), color: 'teal.6' },
            { name: 'refused', label: t('health.refused'), color: 'orange.6' },
            { name: 'failed', label: t('health.failed'), color: 'red.7' },
          ]}
          withLegend={detailed}
          withYAxis={detailed}
          withXAxis={detailed}
          gridAxis={detailed ? 'y' : 'none'}
          xAxisProps={{ minTickGap: 48 }}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
        />
      </Box>
      <VisuallyHidden>
        <Table aria-label={t('health.perHour')}>
          <Table.Thead>
            <Table.Tr>
              {[t('health.hour'), t('health.ok'), t('health.refused'), t('health.failed')].map((label) => (
                <Table.Th key={label}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data
              .filter(({ ok, refused, failed }) => ok + refused + failed > 0)
              .map(({ hour, ok, refused, failed }) => (
                <Table.Tr key={hour}>
                  <Table.Td>{hour}</Table.Td>
                  <Table.Td>{ok}</Table.Td>
                  <Table.Td>{refused}</Table.Td>
                  <Table.Td>{failed}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </>
  );
}
