import { Alert, Stack, Text } from '@mantine/core';
import type { ExchangeDetail } from '@lockstep/admin-api';
import { IconBulb } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Troubleshooting: what a refusal means and what to do about it. */
export function HintPanel({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { t } = useTranslation();
  const { hint, detail } = exchange;
  if (hint === undefined && detail === undefined) return null;
  return (
    <Alert
      color={exchange.status >= 500 ? 'red' : 'orange'}
      icon={<IconBulb />}
      title={hint === undefined ? t('requests.refused') : t(`requests.hints.${hint}.what`)}
    >
      <Stack gap="xs">
        {hint !== undefined && <Text size="sm">{t(`requests.hints.${hint}.todo`)}</Text>}
        {detail !== undefined && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('requests.said')} {detail}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
