import { Alert, Anchor, Text } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../../hooks/use-org.ts';

/** Says on every tab that nothing is sent, and how much waits. */
export function TurnedOff({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, progress } = application;
  if (application.apiIntegration || progress.total === 0) return null;
  return (
    <Alert mb="md" color="yellow" icon={<IconPlugConnectedX size={18} />} title={t('sync.offTitle')}>
      <Text size="sm">
        {t('sync.offBody', { count: progress.waiting })}{' '}
        <Anchor
          size="sm"
          underline="always"
          component={Link}
          to={`/o/${org}/applications/${slug}/provisioning/integration`}
        >
          {t('sync.offLink')}
        </Anchor>
      </Text>
    </Alert>
  );
}
