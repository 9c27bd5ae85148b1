import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { appUsersQuery, useRetryAppUsers } from '../../api/app-users.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { AssignmentsTabs } from './assignments/AssignmentsTabs.tsx';
import { PeopleList } from './PeopleList.tsx';
import { PersonDrawer } from './sync/PersonDrawer.tsx';
import { SyncFilters, syncQueryOf } from './SyncFilters.tsx';
import { useApplication } from './use-application.ts';

const pageSize = 50;

/** The people of an application and where each stands. */
export function PeopleTab() {
  return (
    <AssignmentsTabs tab="people">
      <People />
    </AssignmentsTabs>
  );
}

function People() {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, progress } = useApplication();
  const url = useListUrl();
  const notify = useNotify();
  const mayWrite = useGranted('applications:write');
  const retry = useRetryAppUsers(org, slug);
  const people = useQuery(appUsersQuery(org, slug, { limit: pageSize, ...syncQueryOf(url) }));
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <SyncFilters url={url} label={t('people.search')} />
        <Group gap="xs">
          {mayWrite && progress.failed > 0 && (
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={retry.isPending}
              onClick={() =>
                retry.mutate(
                  {},
                  {
                    onError: notify.failed,
                    onSuccess: ({ retried }) => notify.done(t('people.retried', { count: retried })),
                  },
                )
              }
            >
              {t('people.retryAll', { count: progress.failed })}
            </Button>
          )}
        </Group>
      </Group>
      <PeopleList people={people} url={url} pageSize={pageSize} />
      <PersonDrawer url={url} />
    </Stack>
  );
}
