import { Anchor, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usersQuery } from '../../api/users.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';

/** How many people the directory holds. */
export function DirectoryCard() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(usersQuery(org, { limit: 1 }));
  return (
    <Paper h="100%">
      <Stack gap="xs">
        <Title order={2} fz="md">
          <Anchor component={Link} to={`/o/${org}/directory/users`} inherit>
            {t('nav.sections.directory')}
          </Anchor>
        </Title>
        {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton height={14} width="40%" />}
        {data !== undefined && <Text size="sm">{t('overview.users', { count: data.total })}</Text>}
      </Stack>
    </Paper>
  );
}
