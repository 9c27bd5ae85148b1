import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { BulkAction, UserFilter } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStartBulk } from '../../api/jobs.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { GroupInput } from './GroupInput.tsx';
import { ServicesInput } from './ServicesInput.tsx';

/** What can be asked for; for services and groups the dialog asks which and how. */
export type BulkChoice = 'activate' | 'deactivate' | 'delete' | 'services' | 'groups';

const serviceKinds = ['addServices', 'removeServices', 'setServices'] as const;
const groupKinds = ['addToGroup', 'removeFromGroup'] as const;

interface BulkDialogProps {
  readonly org: string;
  readonly choice: BulkChoice;
  readonly count: number;
  readonly who: { readonly users: readonly string[] } | { readonly matching: UserFilter };
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks with the count, then shows how far the job has come; it goes on when the dialog is closed. */
export function BulkDialog({ org, choice, count, who, onClose, onDone }: BulkDialogProps) {
  const { t } = useTranslation();
  const start = useStartBulk(org);
  const action = useBulkAction(org, choice);
  if (start.data !== undefined) {
    return (
      <Stack>
        <JobProgress org={org} id={start.data.id} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common.close')}</Button>
        </Group>
      </Stack>
    );
  }
  const begin = (): void => {
    if (action.value === undefined) return;
    const selection = 'users' in who ? { users: [...who.users] } : who;
    start.mutate({ action: action.value, selection }, { onSuccess: onDone });
  };
  return (
    <Stack>
      {start.isError && <ErrorPanel error={start.error} />}
      <Text size="sm">{t(`bulk.effects.${choice}`, { count })}</Text>
      {action.input}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          {...(choice === 'delete' ? { color: 'red.8' } : {})}
          loading={start.isPending}
          disabled={action.value === undefined}
          onClick={begin}
        >
          {t(`bulk.do.${choice}`, { count })}
        </Button>
      </Group>
    </Stack>
  );
}

/** What is to be done, and how it is asked for; no value as long as something is left to say. */
function useBulkAction(org: string, choice: BulkChoice) {
  const { t } = useTranslation();
  const [serviceKind, setServiceKind] = useState<(typeof serviceKinds)[number]>('addServices');
  const [services, setServices] = useState<string[]>([]);
  const [groupKind, setGroupKind] = useState<(typeof groupKinds)[number]>('addToGroup');
  const [group, setGroup] = useState<string | null>(null);
  const value = ((): BulkAction | undefined => {
    if (choice === 'groups') return group === null ? undefined : { kind: groupKind, group };
    if (choice !== 'services') return { kind: choice };
    return serviceKind !== 'setServices' && services.length === 0 ? undefined : { kind: serviceKind, services };
  })();
  const input = {
    services: (
      <>
        <SegmentedControl
          fullWidth
          aria-label={t('bulk.services')}
          value={serviceKind}
          onChange={setServiceKind}
          data={serviceKinds.map((one) => ({ value: one, label: t(`bulk.kinds.${one}`) }))}
        />
        <ServicesInput org={org} value={services} onChange={setServices} />
      </>
    ),
    groups: (
      <>
        <SegmentedControl
          fullWidth
          aria-label={t('bulk.groups')}
          value={groupKind}
          onChange={setGroupKind}
          data={groupKinds.map((one) => ({ value: one, label: t(`bulk.kinds.${one}`) }))}
        />
        <GroupInput org={org} value={group} onChange={setGroup} />
      </>
    ),
  };
  return { value, input: choice === 'services' || choice === 'groups' ? input[choice] : null };
}
