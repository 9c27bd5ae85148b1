import { Alert, Button, Checkbox, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import type { AppAttribute } from '@lockstep/admin-api';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDiscoverAttributes } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { shortPath } from './short-path.ts';
import { useApplication } from '../use-application.ts';

interface DiscoverDialogProps {
  readonly opened: boolean;
  /** The targets that the list has. */
  readonly held: readonly string[];
  readonly onAdd: (attributes: readonly AppAttribute[]) => void;
  readonly onClose: () => void;
}

/** What the application says that its users have, to choose from. */
export function DiscoverDialog({ opened, ...props }: DiscoverDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={props.onClose} title={t('mappings.discoverTitle')} size="lg">
      {opened && <Found {...props} />}
    </Modal>
  );
}

function Found({ held, onAdd, onClose }: Omit<DiscoverDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const { slug, name } = useApplication();
  const { mutate, data, error } = useDiscoverAttributes(useOrg(), slug);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useEffect(() => mutate(), [mutate]);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => mutate()} />;
  if (data === undefined) return <TableSkeleton />;
  const fresh = data.attributes.filter(({ target }) => !held.includes(target));
  return (
    <Stack>
      {data.from === 'application' ? (
        <Text size="sm">{t('mappings.discoveredFromApplication', { name })}</Text>
      ) : (
        <Alert color="yellow" title={t('mappings.discoveredFromTemplate')}>
          {data.problem}
        </Alert>
      )}
      {fresh.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('mappings.nothingNew')}
        </Text>
      ) : (
        <ScrollArea.Autosize mah="50vh" type="auto" viewportProps={{ tabIndex: 0 }}>
          <Checkbox.Group label={t('mappings.choose')} value={[...chosen]} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {fresh.map(({ target, type, required }) => (
                <Checkbox
                  key={target}
                  value={target}
                  label={shortPath(target)}
                  description={`${t(`mappings.types.${type}`)}${required ? ` · ${t('mappings.required')}` : ''}`}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          disabled={chosen.length === 0}
          onClick={() => onAdd(fresh.filter(({ target }) => chosen.includes(target)))}
        >
          {t('mappings.addChosen', { count: chosen.length })}
        </Button>
      </Group>
    </Stack>
  );
}
