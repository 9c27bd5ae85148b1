import { Button, Group, Table, Text } from '@mantine/core';
import type { Job } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconFileExport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { failuresAddress, jobFailuresQuery } from '../../api/jobs.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';

/** Who was refused and why: the first of them here, all of them as a file. */
export function JobFailures({ org, job }: { readonly org: string; readonly job: Job }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(jobFailuresQuery(org, job));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton rows={2} />;
  const byLine = job.kind === 'import';
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {t('jobs.failed', { count: job.failed })}
        </Text>
        <Button
          component="a"
          href={failuresAddress(org, job.id)}
          download
          size="compact-sm"
          variant="default"
          leftSection={<IconFileExport size={14} />}
        >
          {t('jobs.download')}
        </Button>
      </Group>
      <DataTable
        label={t('jobs.failures')}
        columns={[
          ...(byLine ? [{ key: 'line', label: t('import.line') }] : []),
          { key: 'loginName', label: t('user.loginName') },
          { key: 'reason', label: t('import.reason') },
        ]}
      >
        {data.failures.map(({ number, line, loginName, code, values }) => (
          <Table.Tr key={number}>
            {byLine && <Table.Td>{line}</Table.Td>}
            <Table.Td>{loginName ?? '–'}</Table.Td>
            <Table.Td>{t(`importFaults.${code}`, values)}</Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
    </>
  );
}
