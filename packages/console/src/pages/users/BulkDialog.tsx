import { Alert, Button, Group, List, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import type { BulkAction } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { ServicesInput } from './ServicesInput.tsx';
import { useBulk, type BulkWho } from './use-bulk.ts';

/** What can be asked for; for services the dialog asks which and how. */
export type BulkChoice = 'activate' | 'deactivate' | 'delete' | 'services';

const serviceKinds = ['addServices', 'removeServices', 'setServices'] as const;
type ServiceKind = (typeof serviceKinds)[number];

interface BulkDialogProps {
  readonly org: string;
  readonly choice: BulkChoice;
  readonly count: number;
  readonly who: BulkWho;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks with the count, shows how far it has come, and ends in a report that stays until it is closed. */
export function BulkDialog({ org, choice, count, who, onClose, onDone }: BulkDialogProps) {
  const { t } = useTranslation();
  const bulk = useBulk(org);
  const [kind, setKind] = useState<ServiceKind>('addServices');
  const [services, setServices] = useState<string[]>([]);
  const { step } = bulk;
  const action: BulkAction = choice === 'services' ? { kind, services } : { kind: choice };
  const start = async (): Promise<void> => {
    await bulk.run(action, who);
    onDone();
  };
  if (step.state === 'done') {
    const { changed, unchanged, failed } = step;
    return (
      <Stack>
        <Alert color={failed.length === 0 ? 'teal' : 'yellow'}>
          <List size="sm">
            <List.Item>{t('bulk.changed', { count: changed })}</List.Item>
            <List.Item>{t('bulk.unchanged', { count: unchanged })}</List.Item>
            {failed.length > 0 && <List.Item>{t('bulk.failed', { count: failed.length })}</List.Item>}
          </List>
          {failed.slice(0, 5).map(({ id, reason }) => (
            <Text key={id} size="sm">
              {reason}
            </Text>
          ))}
        </Alert>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common.close')}</Button>
        </Group>
      </Stack>
    );
  }
  const running = step.state === 'running';
  return (
    <Stack>
      {step.state === 'failed' && <ErrorPanel error={step.error} />}
      <Text size="sm">{t(`bulk.effects.${choice}`, { count })}</Text>
      {choice === 'services' && (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('bulk.services')}
            value={kind}
            onChange={(value) => setKind(value)}
            data={serviceKinds.map((one) => ({ value: one, label: t(`bulk.kinds.${one}`) }))}
          />
          <ServicesInput org={org} value={services} onChange={setServices} />
        </>
      )}
      {running && (
        <Progress
          value={(100 * step.done) / Math.max(1, count)}
          animated
          aria-label={t(`bulk.titles.${choice}`, { count })}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} disabled={running} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          {...(choice === 'delete' ? { color: 'red.8' } : {})}
          loading={running}
          disabled={choice === 'services' && kind !== 'setServices' && services.length === 0}
          onClick={() => void start()}
        >
          {t(`bulk.do.${choice}`, { count })}
        </Button>
      </Group>
    </Stack>
  );
}
