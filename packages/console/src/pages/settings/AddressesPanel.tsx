import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import type { Organization } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { connectionQuery } from '../../api/connections.ts';
import { CopyField } from '../../ui/CopyField.tsx';

/** Where identity providers reach the organization, and the way to the rules that hold there. */
export function AddressesPanel({ organization: { slug, preset, hostUrl } }: { readonly organization: Organization }) {
  const { t } = useTranslation();
  const connection = useQuery(connectionQuery(slug)).data;
  return (
    <Paper component="section" aria-label={t('settings.addresses')}>
      <Stack gap="sm">
        <Title order={2}>{t('settings.addresses')}</Title>
        {connection?.hostEndpoint !== undefined && (
          <CopyField label={t('settings.hostEndpoint')} value={connection.hostEndpoint} />
        )}
        {connection !== undefined && <CopyField label={t('provisioning.endpoint')} value={connection.endpoint} />}
        {hostUrl === undefined && (
          <Text size="sm" c="dimmed">
            {t('settings.noHost')}
          </Text>
        )}
        <Text size="sm">
          {t('policy.preset')}: {t(`provisioning.presets.${preset}`)}{' '}
          <Anchor component={Link} to={`/o/${slug}/provisioning`} underline="always">
            {t('settings.toPolicy')}
          </Anchor>
        </Text>
      </Stack>
    </Paper>
  );
}
