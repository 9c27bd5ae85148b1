import type { AppUser } from '@lockstep/admin-api';
import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../../hooks/use-format.ts';
import { useOrg } from '../../../hooks/use-org.ts';

/** What assigns a person, and from when on its account is to be deleted. */
export function PersonSource({ person: { source, end } }: { readonly person: AppUser }) {
  const { t } = useTranslation();
  const org = useOrg();
  const format = useFormat();
  return (
    <>
      {source?.kind === 'personal' && <Text size="sm">{t('assignments.personal')}</Text>}
      {source?.kind === 'group' && (
        <Anchor component={Link} to={`/o/${org}/directory/groups/${source.group.id}`} size="sm">
          {source.group.displayName}
        </Anchor>
      )}
      {end?.deleteAt !== undefined && (
        <Text size="xs" c="dimmed">
          {t('assignments.deleteAt', { date: format.date(end.deleteAt) })}
        </Text>
      )}
    </>
  );
}
