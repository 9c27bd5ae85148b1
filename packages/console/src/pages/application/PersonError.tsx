import { Text } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { explainTask } from '../tasks/explain-task.ts';
import { useApplication } from './use-application.ts';

interface PersonErrorProps {
  readonly person: AppUser;
  readonly error: NonNullable<AppUser['error']>;
}

/** What went wrong in plain words and as it was said, how often it was tried, and when it is tried again. */
export function PersonError({ person, error }: PersonErrorProps) {
  const { t } = useTranslation();
  const paused = useApplication().pause !== undefined;
  const explanation = explainTask({ about: 'user', ...error });
  return (
    <>
      {explanation !== 'other' && (
        <Text size="xs" c={person.syncState === 'ERROR' ? 'var(--mantine-color-error)' : 'dimmed'}>
          {t(`tasks.kinds.${explanation}.what`)}
        </Text>
      )}
      <Text
        size="xs"
        c={person.syncState === 'ERROR' && explanation === 'other' ? 'var(--mantine-color-error)' : 'dimmed'}
        style={{ overflowWrap: 'anywhere' }}
        maw="60ch"
        lang="en"
      >
        {error.status === undefined ? error.message : `${error.message} (HTTP ${error.status})`}
      </Text>
      {/* where the application waits as a whole, the person was not at fault and has no time of their own */}
      {person.attempts > 0 && !paused && (
        <Text size="xs" c="dimmed">
          {t('people.attempts', { count: person.attempts })}
          {person.nextAttemptAt !== undefined && (
            <>
              {' · '}
              {t('people.nextAttempt')} <RelativeTime at={person.nextAttemptAt} future />
            </>
          )}
        </Text>
      )}
    </>
  );
}
