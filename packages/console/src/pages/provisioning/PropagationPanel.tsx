import { Alert, Paper, Stack, Switch, Text } from '@mantine/core';
import type { Connection } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useSetPropagation } from '../../api/connections.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

/** The switch that lets the identity provider write; off, its writes are refused and counted. */
export function PropagationPanel({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const setPropagation = useSetPropagation(useOrg());
  const change = (on: boolean): void =>
    setPropagation.mutate(on, {
      onError: notify.failed,
      onSuccess: () =>
        notify.undoable(t(on ? 'provisioning.switchedOn' : 'provisioning.switchedOff'), () =>
          setPropagation.mutate(!on, { onError: notify.failed }),
        ),
    });
  return (
    <Paper>
      <Stack gap="sm">
        <Switch
          size="md"
          label={t('provisioning.propagate')}
          description={connection.propagation ? t('provisioning.onHint') : t('provisioning.offHint')}
          checked={connection.propagation}
          disabled={setPropagation.isPending}
          onChange={(event) => change(event.currentTarget.checked)}
        />
        {connection.refusedWhileOff > 0 && (
          <Alert color="yellow">{t('provisioning.refused', { count: connection.refusedWhileOff })}</Alert>
        )}
        <Text size="sm" c="dimmed">
          {t(`provisioning.presets.${connection.preset}`)}
        </Text>
      </Stack>
    </Paper>
  );
}
