import { Alert, List, Stack, Table, Text } from '@mantine/core';
import type { ImportReport as Report } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';

/** Rows shown at most: whoever has more faults corrects these first. */
const mostShown = 200;

/** What would become of each row; those that would not be imported with line and reason. */
export function ImportReport({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const clean = report.faults.length === 0;
  return (
    <Stack gap="sm">
      <Alert color={clean ? 'teal' : 'yellow'} title={t('import.previewed', { count: report.rows })}>
        <List size="sm">
          <List.Item>{t('import.wouldCreate', { count: report.created })}</List.Item>
          <List.Item>{t('import.wouldUpdate', { count: report.updated })}</List.Item>
          <List.Item>{t('import.unchanged', { count: report.unchanged })}</List.Item>
        </List>
      </Alert>
      {!clean && (
        <>
          <Text size="sm" fw={500}>
            {t('import.wouldFail', { count: report.faults.length })}
          </Text>
          <DataTable
            label={t('import.faultsTable')}
            columns={[
              { key: 'line', label: t('import.line') },
              { key: 'loginName', label: t('user.loginName') },
              { key: 'reason', label: t('import.reason') },
            ]}
          >
            {report.faults.slice(0, mostShown).map(({ line, loginName, code, values }) => (
              <Table.Tr key={`${line}:${code}`}>
                <Table.Td>{line}</Table.Td>
                <Table.Td>{loginName ?? '–'}</Table.Td>
                <Table.Td>{t(`importFaults.${code}`, values)}</Table.Td>
              </Table.Tr>
            ))}
          </DataTable>
        </>
      )}
    </Stack>
  );
}
