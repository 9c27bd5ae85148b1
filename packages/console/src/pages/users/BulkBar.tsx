import { Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import type { UserFilter } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useOrg } from '../../hooks/use-org.ts';
import { BulkDialog, type BulkChoice } from './BulkDialog.tsx';
import type { Selection } from './use-selection.ts';

interface BulkBarProps {
  readonly selection: Selection;
  readonly filter: UserFilter;
  /** All who match, on whichever page. */
  readonly total: number;
  readonly shown: number;
}

/** What can be done with the users who are ticked, and how many they are. */
export function BulkBar({ selection, filter, total, shown }: BulkBarProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const { ids, everybody } = selection;
  if (ids.size === 0) return null;
  const count = everybody ? total : ids.size;
  const ask = (choice: BulkChoice): void => {
    const modalId = modals.open({
      title: t(`bulk.titles.${choice}`, { count }),
      closeOnClickOutside: false,
      children: (
        <BulkDialog
          org={org}
          choice={choice}
          count={count}
          who={everybody ? { matching: filter } : { users: [...ids] }}
          onClose={() => modals.close(modalId)}
          onDone={selection.clear}
        />
      ),
    });
  };
  return (
    <Paper px="sm" py="xs" role="toolbar" aria-label={t('bulk.toolbar')}>
      <Group gap="xs">
        <Text size="sm" fw={500} aria-live="polite">
          {t('bulk.selected', { count })}
        </Text>
        {!everybody && ids.size === shown && total > shown && (
          <Button size="compact-sm" variant="subtle" onClick={selection.takeEverybody}>
            {t('bulk.selectAll', { count: total })}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => ask('activate')}>
          {t('users.activate')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => ask('deactivate')}>
          {t('users.deactivate')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => ask('services')}>
          {t('bulk.services')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => ask('groups')}>
          {t('bulk.groups')}
        </Button>
        <Button size="compact-sm" variant="default" c="var(--mantine-color-error)" onClick={() => ask('delete')}>
          {t('common.deleteEllipsis')}
        </Button>
        <CloseButton size="sm" aria-label={t('bulk.clear')} onClick={selection.clear} />
      </Group>
    </Paper>
  );
}
