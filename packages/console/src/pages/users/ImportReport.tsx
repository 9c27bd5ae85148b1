import { Alert, List, Stack, Table, Text } from '@mantine/core';
import type { ImportReport as Report } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';

/** What became of each row; those that were not imported with line and reason. */
export function ImportReport({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const clean = report.faults.length === 0;
  return (
    <Stack gap="sm">
      <Alert color={clean ? 'teal' : 'yellow'} title={t('import.done', { count: report.rows })}>
        <List size="sm">
          <List.Item>{t('import.created', { count: report.created })}</List.Item>
          <List.Item>{t('import.updated', { count: report.updated })}</List.Item>
          <List.Item>{t('import.unchanged', { count: report.unchanged })}</List.Item>
        </List>
      </Alert>
      {!clean && (
        <>
          <Text size="sm" fw={500}>
            {t('import.faults', { count: report.faults.length })}
          </Text>
          <DataTable
            label={t('import.faultsTable')}
            columns={[
              { key: 'line', label: t('import.line') },
              { key: 'loginName', label: t('user.loginName') },
              { key: 'reason', label: t('import.reason') },
            ]}
          >
            {report.faults.map((fault) => (
              <Table.Tr key={`${fault.line}:${fault.reason}`}>
                <Table.Td>{fault.line}</Table.Td>
                <Table.Td>{fault.loginName ?? '–'}</Table.Td>
                <Table.Td>{fault.reason}</Table.Td>
              </Table.Tr>
            ))}
          </DataTable>
        </>
      )}
    </Stack>
  );
}
