import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { IconPlayerPause, IconRefresh } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRetryAppUsers } from '../../../api/app-users.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { pauseFinding } from '../../../format/pause-finding.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';

/** Says on every tab that the application takes nothing, why, and when it is tried again. */
export function Paused({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const { slug, apiIntegration, pause, progress } = application;
  const retry = useRetryAppUsers(org, slug);
  if (pause === undefined || !apiIntegration) return null;
  const { message, status, until } = pause;
  const tryNow = (): void =>
    retry.mutate({}, { onError: notify.failed, onSuccess: () => notify.done(t('sync.triedNow')) });
  return (
    <Alert
      mb="md"
      color="yellow"
      icon={<IconPlayerPause size={18} />}
      title={t('sync.pausedTitle', { what: t(`integration.results.${pauseFinding(pause)}.what`) })}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }} lang="en">
          {status === undefined ? message : `${message} (HTTP ${status})`}
        </Text>
        <Text size="sm">
          {t('sync.pausedBody', { count: progress.waiting })}{' '}
          <Trans i18nKey="sync.pausedNext" components={{ time: <RelativeTime at={until} future /> }} />
        </Text>
        <Group gap="md">
          <MayWrite scope="applications:write">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              loading={retry.isPending}
              onClick={tryNow}
            >
              {t('sync.tryNow')}
            </Button>
          </MayWrite>
          <Anchor
            size="sm"
            underline="always"
            component={Link}
            to={`/o/${org}/applications/${slug}/provisioning/integration`}
          >
            {t('sync.pausedLink')}
          </Anchor>
        </Group>
      </Stack>
    </Alert>
  );
}
