import { SimpleGrid } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';
import { Fact } from '../../ui/Fact.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

/** What is known of a person beside the form. */
export function UserFacts({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = (names: readonly string[]): string => (names.length === 0 ? '–' : format.list(names));
  return (
    <SimpleGrid cols={2} spacing="sm">
      <Fact label={t('user.departments')}>
        {named(user.departments.map(({ name, jobTitle }) => (jobTitle === null ? name : `${name} (${jobTitle.name})`)))}
      </Fact>
      <Fact label={t('user.groups')}>{named(user.groups.map(({ displayName }) => displayName))}</Fact>
      <Fact label={t('user.created')}>
        <RelativeTime at={user.createdAt} />
      </Fact>
      <Fact label={t('user.modified')}>
        <RelativeTime at={user.modifiedAt} />
      </Fact>
      {user.externalId !== undefined && <Fact label={t('user.externalId')}>{user.externalId}</Fact>}
    </SimpleGrid>
  );
}
