import { Text } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

interface PersonErrorProps {
  readonly person: AppUser;
  readonly error: NonNullable<AppUser['error']>;
}

/** What the application said, how often it was tried, and when it is tried again. */
export function PersonError({ person, error }: PersonErrorProps) {
  const { t } = useTranslation();
  return (
    <>
      <Text
        size="xs"
        c={person.syncState === 'ERROR' ? 'var(--mantine-color-error)' : 'dimmed'}
        style={{ overflowWrap: 'anywhere' }}
        maw="60ch"
      >
        {error.status === undefined ? error.message : `${error.message} (HTTP ${error.status})`}
      </Text>
      <Text size="xs" c="dimmed">
        {t('people.attempts', { count: person.attempts })}
        {person.nextAttemptAt !== undefined && (
          <>
            {' · '}
            {t('people.nextAttempt')} <RelativeTime at={person.nextAttemptAt} future />
          </>
        )}
      </Text>
    </>
  );
}
