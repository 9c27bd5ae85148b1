import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { RestartPreview, SendKind } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { restartPreviewQuery } from '../../../api/app-sync.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { RestartPeople } from './RestartPeople.tsx';

interface RestartDialogProps {
  readonly opened: boolean;
  readonly saving: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Before API integration is turned on: what will be sent, to whom and why. Nothing is sent before it is confirmed. */
export function RestartDialog({ opened, saving, onClose, onConfirm }: RestartDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t('sync.restartTitle')}>
      <Stack>
        <Preview />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={saving} onClick={onConfirm}>
            {t('sync.restart')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Preview() {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, name } = useApplication();
  const [kind, setKind] = useState<SendKind>();
  const { data, error, refetch } = useQuery(restartPreviewQuery(org, slug));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  const total = kinds.reduce((sum, one) => sum + data.counts[one], 0);
  return (
    <>
      <Text size="sm">
        {total === 0 ? t('sync.nothingToSend') : t('sync.willSend', { name, count: total })}
        {data.atLeast && ` ${t('sync.atLeast')}`}
        {data.groups > 0 && ` ${t('sync.groups', { count: data.groups })}`}
      </Text>
      <Counts preview={data} kind={kind} onKind={setKind} />
      <RestartPeople key={kind ?? ''} kind={kind} />
    </>
  );
}

const kinds = ['create', 'update', 'deactivate', 'reactivate', 'delete', 'check'] as const;

interface CountsProps {
  readonly preview: RestartPreview;
  readonly kind: SendKind | undefined;
  readonly onKind: (kind: SendKind | undefined) => void;
}

/** Each kind with its count; a press shows its people alone. */
function Counts({ preview, kind, onKind }: CountsProps) {
  const { t } = useTranslation();
  const shown = [...kinds, 'nothing' as const].filter(
    (one) => preview.counts[one] > 0 || (one !== 'delete' && one !== 'check'),
  );
  return (
    <Group gap="xs" role="toolbar" aria-label={t('sync.kinds')}>
      {shown.map((one) => (
        <Button
          key={one}
          size="compact-sm"
          variant={kind === one ? 'filled' : 'default'}
          aria-pressed={kind === one}
          onClick={() => onKind(kind === one ? undefined : one)}
        >
          {t(`sync.kind.${one}`, { count: preview.counts[one] })}
        </Button>
      ))}
    </Group>
  );
}
