import { Text } from '@mantine/core';
import type { PushedGroup } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { explainTask } from '../../tasks/explain-task.ts';

interface GroupErrorProps {
  readonly group: PushedGroup;
  readonly error: NonNullable<PushedGroup['error']>;
}

/** Why the last push failed, what to do, what the application said, and when it is tried again. */
export function GroupError({ group, error }: GroupErrorProps) {
  const { t } = useTranslation();
  const explanation = explainTask({ ...error, about: 'group' });
  const final = group.syncState === 'ERROR';
  const style = { overflowWrap: 'anywhere' } as const;
  return (
    <>
      {final && (
        <Text size="xs" c="var(--mantine-color-error)" maw="60ch" style={style}>
          {t(`tasks.kinds.${explanation}.what`)}
          <br />
          {t(`tasks.kinds.${explanation}.todo`)}
        </Text>
      )}
      <Text size="xs" c="dimmed" maw="60ch" style={style} lang="en">
        {error.status === undefined ? error.message : `${error.message} (HTTP ${error.status})`}
      </Text>
      {group.nextAttemptAt !== undefined && (
        <Text size="xs" c="dimmed">
          {t('pushGroups.nextAttempt')} <RelativeTime at={group.nextAttemptAt} future />
        </Text>
      )}
    </>
  );
}
