import { Paper, Stack, Text } from '@mantine/core';
import type { Connection } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../ui/CopyField.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

export function EndpointPanel({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  return (
    <Paper>
      <Stack gap="xs">
        <CopyField
          label={t('provisioning.endpoint')}
          description={t('provisioning.endpointHint')}
          value={connection.endpoint}
        />
        {connection.hostEndpoint !== undefined && (
          <CopyField label={t('settings.hostEndpoint')} value={connection.hostEndpoint} />
        )}
        <Text size="sm" c="dimmed">
          {t('overview.lastRequest')} <RelativeTime at={connection.lastRequestAt} fallback={t('common.never')} />
        </Text>
      </Stack>
    </Paper>
  );
}
