import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { CreatedApiToken } from '@lockstep/admin-api';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../ui/CopyField.tsx';

/** The only time that the secret is shown. */
export function CreatedToken(props: { readonly created: CreatedApiToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="yellow" icon={<IconAlertTriangle />} title={t('tokens.onceTitle')}>
        {t('tokens.onceBody')}
      </Alert>
      <CopyField label={t('tokens.token')} value={props.created.token} />
      <CopyField label={t('provisioning.endpoint')} value={props.created.endpoint} />
      <Text size="sm" c="dimmed">
        {t('tokens.register')}
      </Text>
      <Group justify="flex-end">
        <Button onClick={props.onClose}>{t('common.close')}</Button>
      </Group>
    </Stack>
  );
}
