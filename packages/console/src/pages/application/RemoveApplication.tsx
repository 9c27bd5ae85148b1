import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDeleteApplication } from '../../api/applications.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

/** Asks, says what stays, and names the gentler way. */
export function RemoveApplication({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const notify = useNotify();
  const remove = useDeleteApplication(org, application.slug);
  const ask = (): void => {
    modals.openConfirmModal({
      title: t('application.removeTitle', { name: application.name }),
      children: <Text size="sm">{t('application.removeBody', { count: application.progress.total })}</Text>,
      labels: { confirm: t('application.remove'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(undefined, {
          onError: notify.failed,
          onSuccess: () => {
            notify.done(t('application.removed', { name: application.name }));
            void navigate(`/o/${org}/applications`);
          },
        }),
    });
  };
  return (
    <Paper>
      <Stack gap="xs">
        <Title order={2}>{t('application.remove')}</Title>
        <Text size="sm" c="dimmed">
          {t('application.removeHint')}
        </Text>
        <Group>
          <Button variant="light" color="red" loading={remove.isPending} onClick={ask}>
            {t('application.removeEllipsis')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
