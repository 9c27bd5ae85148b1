import { Box, Table, Text } from '@mantine/core';
import type { ExpressionStep } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DetailsFold } from '../../../ui/DetailsFold.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { FaultAlert } from './FaultAlert.tsx';
import { showValue } from './show-value.ts';
import { useTrial, type ExpressionUse } from './use-trial.ts';

interface ExpressionResultProps {
  readonly expression: string;
  readonly use: ExpressionUse;
  readonly user: string | null;
}

/** What is wrong with an expression and where, or what it gives for the person, with the value of every part. */
export function ExpressionResult({ expression, use, user }: ExpressionResultProps) {
  const { t } = useTranslation();
  const { trial, tried, settled, error } = useTrial(expression, use, user);
  if (expression.trim() === '') return null;
  if (error !== null) return <ErrorPanel error={error} />;
  if (trial === undefined || !settled) {
    return (
      <Text size="sm" c="dimmed" aria-busy>
        {t('expression.checking')}
      </Text>
    );
  }
  const [first] = trial.faults;
  return (
    <Box component="output" display="block">
      {first !== undefined && <FaultAlert expression={tried} fault={first} />}
      {first === undefined && user === null && (
        <Text size="sm" c="dimmed">
          {t('expression.fine')}
        </Text>
      )}
      {first === undefined && user !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('expression.gives')}{' '}
          <Text span ff="monospace" fw={600} inherit>
            {showValue(trial.value ?? null)}
          </Text>
        </Text>
      )}
      {trial.notes.map(({ note, name, start }) => (
        <Text key={start} size="xs" c="dimmed">
          {t(`expression.notes.${note}`, { name })}
        </Text>
      ))}
      {trial.steps.length > 0 && (
        <DetailsFold label={t('expression.steps')}>
          <Steps expression={tried} steps={trial.steps} />
        </DetailsFold>
      )}
    </Box>
  );
}

function Steps({ expression, steps }: { readonly expression: string; readonly steps: readonly ExpressionStep[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={300} maxHeight={260} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('expression.steps')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fz="xs">{t('expression.part')}</Table.Th>
            <Table.Th fz="xs">{t('expression.value')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map(({ start, end, depth, value }, index) => (
            // the same part may be there twice, and their order never changes
            <Table.Tr key={`${start}-${end}-${index}`}>
              <Table.Td ff="monospace" fz="xs" pl={`calc(0.5rem + ${Math.min(depth, 8)} * 0.6rem)`}>
                {expression.slice(start, end)}
              </Table.Td>
              <Table.Td ff="monospace" fz="xs">
                {showValue(value)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
