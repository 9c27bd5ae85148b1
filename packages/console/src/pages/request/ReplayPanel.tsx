import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ExchangeDetail } from '@lockstep/admin-api';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useReplay } from '../../api/exchanges.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { RequestStatus } from '../requests/RequestStatus.tsx';
import { HintPanel } from './HintPanel.tsx';
import { MadeChanges } from './MadeChanges.tsx';
import { MessagePanel } from './MessagePanel.tsx';
import { ToleranceList } from './ToleranceList.tsx';

function Outcome({ then, now }: { readonly then: ExchangeDetail; readonly now: ExchangeDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <Group component="output" gap="xs">
        <RequestStatus status={now.status} />
        <Text size="sm">
          {now.status === then.status ? t('requests.replay.same') : t('requests.replay.then', { status: then.status })}
        </Text>
      </Group>
      <HintPanel exchange={now} />
      <MessagePanel title={t('requests.replay.answer')} line={`HTTP ${now.status}`} message={now.answer} />
      <ToleranceList tolerances={now.tolerances} />
      <MadeChanges title={t('requests.replay.changes')} changes={now.changes} />
    </>
  );
}

/** The same request against the directory and the rules as they are now. */
export function ReplayPanel({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { t } = useTranslation();
  const replay = useReplay(useOrg(), exchange.id);
  if (!useGranted('provisioning:write')) return null;
  return (
    <Paper component="section" aria-label={t('requests.replay.title')}>
      <Stack gap="sm">
        <Title order={2} fz="md">
          {t('requests.replay.title')}
        </Title>
        <Group justify="space-between">
          <Text size="sm" c="dimmed" maw="40rem">
            {t('requests.replay.hint')}
          </Text>
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} />}
            loading={replay.isPending}
            onClick={() => replay.mutate()}
          >
            {t('requests.replay.run')}
          </Button>
        </Group>
        {replay.error !== null && <ErrorPanel error={replay.error} />}
        {replay.data !== undefined && <Outcome then={exchange} now={replay.data} />}
      </Stack>
    </Paper>
  );
}
