import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ForceSync } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconRefreshAlert } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { forceSyncQuery, useForceSync } from '../../../api/app-sync.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { useApplication } from '../use-application.ts';

/** Below *To App*, as in Okta: the way to the attribute list, and *Force Sync* with what came of the last one. */
export function MappingsPanel() {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const application = useApplication();
  const { data } = useQuery(forceSyncQuery(org, application.slug));
  const start = useForceSync(org, application.slug);
  const last = data?.forceSync;
  return (
    <Paper mt="md">
      <Stack gap="sm">
        <Title order={2}>{t('sync.mappingsOf', { name: application.name })}</Title>
        <Text size="sm" c="dimmed">
          {t('sync.forceHint')}
        </Text>
        {last !== undefined && <ForceSyncState last={last} paused={!application.apiIntegration} />}
        <Group gap="xs">
          <Button
            variant="default"
            component={Link}
            to={`/o/${org}/applications/${application.slug}/provisioning/mappings`}
          >
            {t('sync.profileEditor')}
          </Button>
          <MayWrite scope="applications:write">
            <Button
              leftSection={<IconRefreshAlert size={16} />}
              disabled={!application.apiIntegration}
              loading={start.isPending || (last?.state === 'running' && application.apiIntegration)}
              onClick={() => start.mutate(undefined, { onError: notify.failed })}
            >
              {t('sync.force')}
            </Button>
          </MayWrite>
        </Group>
      </Stack>
    </Paper>
  );
}

/** `paused`: what is still to be compared waits for API integration. */
function ForceSyncState({ last, paused }: { readonly last: ForceSync; readonly paused: boolean }) {
  const { t } = useTranslation();
  const { state, total, waiting } = last;
  const results = (['same', 'sent', 'held', 'failed'] as const).filter((name) => name === 'same' || last[name] > 0);
  return (
    <Stack gap={2} aria-live="polite">
      <Text size="sm" fw={500}>
        {state === 'finished' && t('sync.finished', { count: total })}
        {state === 'running' && t(paused ? 'sync.interrupted' : 'sync.running', { done: total - waiting, total })}
      </Text>
      <Text size="sm">{results.map((name) => t(`sync.results.${name}`, { count: last[name] })).join(' · ')}</Text>
      <Text size="xs" c="dimmed">
        <RelativeTime at={last.startedAt} fallback="" />
      </Text>
    </Stack>
  );
}
