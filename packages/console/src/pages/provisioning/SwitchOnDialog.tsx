import { Button, Checkbox, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { previewQuery } from '../../api/links.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';

interface SwitchOnDialogProps {
  readonly opened: boolean;
  readonly switching: boolean;
  readonly onClose: () => void;
  readonly onSwitchOn: (releaseTombstones: boolean) => void;
}

const counted = ['linked', 'toLink', 'conflicts', 'refused', 'refusedWhileOff'] as const;

/** What switching on would mean, before anything happens; tombstones are only released when that is ticked. */
export function SwitchOnDialog({ opened, switching, onClose, onSwitchOn }: SwitchOnDialogProps) {
  const { t } = useTranslation();
  const [release, setRelease] = useState(false);
  const { data, error, refetch } = useQuery({ ...previewQuery(useOrg()), enabled: opened });
  return (
    <Modal opened={opened} onClose={onClose} title={t('preview.title')} size="lg">
      <Stack>
        {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <TableSkeleton rows={3} />}
        {data !== undefined && (
          <>
            <Text size="sm">{t('preview.intro')}</Text>
            <List size="sm" spacing={4}>
              {counted
                .filter((name) => name === 'linked' || data[name] > 0)
                .map((name) => (
                  <List.Item key={name}>{t(`preview.${name}`, { count: data[name] })}</List.Item>
                ))}
            </List>
            {data.tombstoned > 0 && (
              <Checkbox
                checked={release}
                onChange={(event) => setRelease(event.currentTarget.checked)}
                label={t('preview.release', { count: data.tombstoned })}
                description={t('preview.releaseHint')}
              />
            )}
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={switching} disabled={data === undefined} onClick={() => onSwitchOn(release)}>
            {t('preview.switchOn')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
