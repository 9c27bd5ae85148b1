import { Alert, Badge, List, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import type { ImportDetail, ImportPreview } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';
import { ImportFaults } from './ImportFaults.tsx';

type Shown = ImportDetail['outcome'] | 'fault';
const colors = { new: 'teal', changed: 'blue', unchanged: 'gray' } as const;

/** What would become of each row: those that would not be imported first, with line and reason. */
export function ImportReport({ report }: { readonly report: ImportPreview }) {
  const { t } = useTranslation();
  const { created, updated, unchanged, faults } = report;
  const counts = { fault: faults.length, new: created, changed: updated, unchanged };
  const kinds = (['fault', 'changed', 'new', 'unchanged'] as const).filter((kind) => counts[kind] > 0);
  const [chosen, choose] = useState<Shown>();
  const shown = chosen ?? kinds[0];
  return (
    <Stack gap="sm">
      <Alert color={faults.length === 0 ? 'teal' : 'yellow'} title={t('import.previewed', { count: report.rows })}>
        <List size="sm">
          <List.Item>{t('import.wouldCreate', { count: created })}</List.Item>
          <List.Item>{t('import.wouldUpdate', { count: updated })}</List.Item>
          <List.Item>{t('import.unchanged', { count: unchanged })}</List.Item>
        </List>
      </Alert>
      {kinds.length > 1 && (
        <SegmentedControl
          aria-label={t('import.rows')}
          size="xs"
          value={shown ?? ''}
          onChange={(value) => choose(value as Shown)}
          data={kinds.map((value) => ({ value, label: t(`import.outcomes.${value}`, { count: counts[value] }) }))}
        />
      )}
      {shown === 'fault' && <ImportFaults faults={faults} />}
      {shown !== undefined && shown !== 'fault' && (
        <Details count={counts[shown]} rows={report.details.filter(({ outcome }) => outcome === shown)} />
      )}
    </Stack>
  );
}

function Details({ rows, count }: { readonly rows: readonly ImportDetail[]; readonly count: number }) {
  const { t } = useTranslation();
  return (
    <>
      <DataTable
        label={t('import.rows')}
        columns={[
          { key: 'line', label: t('import.line') },
          { key: 'loginName', label: t('user.loginName') },
          { key: 'outcome', label: t('import.outcome') },
        ]}
      >
        {rows.map((row) => (
          <Table.Tr key={row.line}>
            <Table.Td>{row.line}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{row.loginName}</Table.Td>
            <Table.Td>
              <Outcome row={row} />
            </Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
      {rows.length < count && (
        <Text size="xs" c="dimmed">
          {t('import.firstRows', { count: rows.length })}
        </Text>
      )}
    </>
  );
}

/** New, changed and what, or unchanged. */
function Outcome({ row: { outcome, matched, changes } }: { readonly row: ImportDetail }) {
  const { t } = useTranslation();
  return (
    <Stack gap={2} align="flex-start">
      <Badge color={colors[outcome]} variant="light" tt="none">
        {t(`import.outcomeOf.${outcome}`)}
      </Badge>
      {matched !== undefined && <Text size="xs">{t('import.matched', { name: matched })}</Text>}
      {changes.map(({ column, before, after }) => (
        <Text key={column} size="xs" style={{ overflowWrap: 'anywhere' }}>
          {before === undefined || after === undefined
            ? t('import.membership', { column })
            : t('import.change', { column, before: before || '–', after: after || '–' })}
        </Text>
      ))}
    </Stack>
  );
}
