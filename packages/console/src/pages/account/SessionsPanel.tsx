import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Account } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useEndAllSessions, useEndSession } from '../../api/account.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

export function SessionsPanel({ sessions }: { readonly sessions: Account['sessions'] }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const end = useEndSession();
  const endAll = useEndAllSessions();
  return (
    <Paper component="section" aria-label={t('account.sessions')}>
      <Stack>
        <Group justify="space-between">
          <Title order={2}>{t('account.sessions')}</Title>
          <Button
            variant="light"
            color="red"
            loading={endAll.isPending}
            onClick={() =>
              endAll.mutate(undefined, { onSuccess: () => void navigate('/sign-in'), onError: notify.failed })
            }
          >
            {t('account.signOutEverywhere')}
          </Button>
        </Group>
        {sessions.map(({ id, current, address, client, createdAt }) => (
          <Group key={id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Group gap="xs">
                <Text size="sm" fw={500}>
                  {address ?? t('account.unknownAddress')}
                </Text>
                {current && <Badge variant="light">{t('account.thisSession')}</Badge>}
              </Group>
              <Text size="xs" c="dimmed" truncate>
                <RelativeTime at={createdAt} /> · {client ?? '–'}
              </Text>
            </div>
            {!current && (
              <Button
                size="compact-xs"
                variant="default"
                style={{ flexShrink: 0 }}
                onClick={() =>
                  end.mutate(id, { onError: notify.failed, onSuccess: () => notify.done(t('account.sessionEnded')) })
                }
              >
                {t('account.endSession')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
