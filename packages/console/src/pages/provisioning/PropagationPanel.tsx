import { Alert, Paper, Stack, Switch, Text } from '@mantine/core';
import type { Connection } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useSetPropagation } from '../../api/connections.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { SwitchOnDialog } from './SwitchOnDialog.tsx';

/** The switch that lets the identity provider write; off, its writes are refused and counted. On, it asks first. */
export function PropagationPanel({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const setPropagation = useSetPropagation(useOrg());
  const [asking, dialog] = useDisclosure(false);
  const mayWrite = useGranted('provisioning:write');
  const switchOff = (): void =>
    setPropagation.mutate(
      { propagation: false },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.undoable('propagation', t('provisioning.switchedOff'), () =>
            setPropagation.mutate({ propagation: true }, { onError: notify.failed }),
          ),
      },
    );
  const switchOn = (releaseTombstones: boolean): void =>
    setPropagation.mutate(
      { propagation: true, releaseTombstones },
      {
        onError: notify.failed,
        onSuccess: () => {
          dialog.close();
          notify.outdate('propagation');
          notify.done(t('provisioning.switchedOn'));
        },
      },
    );
  return (
    <Paper>
      <Stack gap="sm">
        <Switch
          size="md"
          label={t('provisioning.propagate')}
          description={connection.propagation ? t('provisioning.onHint') : t('provisioning.offHint')}
          checked={connection.propagation}
          disabled={setPropagation.isPending || !mayWrite}
          onChange={(event) => (event.currentTarget.checked ? dialog.open() : switchOff())}
        />
        {connection.refusedWhileOff > 0 && (
          <Alert color="yellow">{t('provisioning.refused', { count: connection.refusedWhileOff })}</Alert>
        )}
        <Text size="sm" c="dimmed">
          {t(`provisioning.presets.${connection.preset}`)}
        </Text>
      </Stack>
      <SwitchOnDialog
        opened={asking}
        switching={setPropagation.isPending}
        onClose={dialog.close}
        onSwitchOn={switchOn}
      />
    </Paper>
  );
}
