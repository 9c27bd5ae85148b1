import { Table, Text } from '@mantine/core';
import type { ImportFault } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';

/** Rows shown at most: whoever has more faults corrects these first. */
const mostShown = 200;

/** The rows that would not be imported, with line and reason. */
export function ImportFaults({ faults }: { readonly faults: readonly ImportFault[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" fw={500}>
        {t('import.wouldFail', { count: faults.length })}
      </Text>
      <DataTable
        label={t('import.faultsTable')}
        columns={[
          { key: 'line', label: t('import.line') },
          { key: 'loginName', label: t('user.loginName') },
          { key: 'reason', label: t('import.reason') },
        ]}
      >
        {faults.slice(0, mostShown).map(({ line, loginName, code, values }) => (
          <Table.Tr key={`${line}:${code}`}>
            <Table.Td>{line}</Table.Td>
            <Table.Td>{loginName ?? '–'}</Table.Td>
            <Table.Td>{t(`importFaults.${code}`, values)}</Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
    </>
  );
}
