import { Alert, List, Stack, Table, Text } from '@mantine/core';
import type { ImportReport as Report } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';

/** Rows shown at most: whoever has more faults corrects these first. */
const mostShown = 200;

/** What became of each row, or would become; those that were not imported with line and reason. */
export function ImportReport({ report, preview }: { readonly report: Report; readonly preview: boolean }) {
  const { t } = useTranslation();
  const clean = report.faults.length === 0;
  const title = preview ? t('import.previewed', { count: report.rows }) : t('import.done', { count: report.rows });
  return (
    <Stack gap="sm">
      <Alert color={clean ? 'teal' : 'yellow'} title={title}>
        <List size="sm">
          <List.Item>
            {preview
              ? t('import.wouldCreate', { count: report.created })
              : t('import.created', { count: report.created })}
          </List.Item>
          <List.Item>
            {preview
              ? t('import.wouldUpdate', { count: report.updated })
              : t('import.updated', { count: report.updated })}
          </List.Item>
          <List.Item>{t('import.unchanged', { count: report.unchanged })}</List.Item>
        </List>
      </Alert>
      {!clean && (
        <>
          <Text size="sm" fw={500}>
            {preview
              ? t('import.wouldFail', { count: report.faults.length })
              : t('import.faults', { count: report.faults.length })}
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
