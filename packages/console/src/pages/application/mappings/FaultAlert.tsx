import { Alert, Mark, Stack, Text } from '@mantine/core';
import type { ExpressionFault } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useFaultText } from './use-fault-text.ts';

interface FaultAlertProps {
  readonly expression: string;
  readonly fault: ExpressionFault;
}

/** What is wrong with an expression, and where. */
export function FaultAlert({ expression, fault }: FaultAlertProps) {
  const { t } = useTranslation();
  const { text, more } = useFaultText()(fault);
  const { start, end } = fault;
  const piece = expression.slice(start, end);
  return (
    <Alert color="red" p="xs">
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {t('expression.at', { position: start + 1, text })}
        </Text>
        {more !== undefined && <Text size="sm">{more}</Text>}
        <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {expression.slice(Math.max(0, start - 60), start)}
          <Mark color="red">{piece === '' ? '␣' : piece}</Mark>
          {expression.slice(end, end + 60)}
        </Text>
      </Stack>
    </Alert>
  );
}
