import { Anchor, Card, Stack, Table, Text, Title } from '@mantine/core';
import type { AppUser, Application } from '@lockstep/admin-api';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { appUsersQuery } from '../../api/app-users.ts';
import { applicationsQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SyncStateBadge } from '../application/SyncStateBadge.tsx';

interface Account {
  readonly application: Application;
  readonly appUser: AppUser;
}

/** The accounts of a user, one per application that knows the user. */
function useAccounts(user: string): readonly Account[] {
  const org = useOrg();
  const applications = useQuery(applicationsQuery(org)).data?.applications ?? [];
  const answers = useQueries({
    queries: applications.map(({ slug }) => appUsersQuery(org, slug, { limit: 1, user })),
  });
  return applications.flatMap((application, index) => {
    const appUser = answers[index]?.data?.users[0];
    return appUser === undefined ? [] : [{ application, appUser }];
  });
}

/** Where the user stands in each application. */
export function UserApplications({ user }: { readonly user: string }) {
  const { t } = useTranslation();
  const org = useOrg();
  const accounts = useAccounts(user);
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('nav.applications')}
        </Title>
        {accounts.length === 0 ? (
          <Text size="sm">{t('users.noApplications')}</Text>
        ) : (
          <DataTable
            label={t('nav.applications')}
            columns={[
              { key: 'application', label: t('users.application') },
              { key: 'state', label: t('users.syncState') },
              { key: 'remoteId', label: t('users.remoteId'), from: 'sm' },
              { key: 'applied', label: t('users.lastApplied'), from: 'sm' },
            ]}
          >
            {accounts.map(({ application: { slug, name }, appUser }) => (
              <Table.Tr key={slug}>
                <Table.Td>
                  <Anchor
                    component={Link}
                    to={`/o/${org}/applications/${slug}/assignments/people?search=${encodeURIComponent(appUser.loginName)}`}
                    size="sm"
                  >
                    {name}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <SyncStateBadge state={appUser.syncState} />
                </Table.Td>
                <Table.Td visibleFrom="sm">{appUser.remoteId ?? '–'}</Table.Td>
                <Table.Td visibleFrom="sm">
                  <RelativeTime at={appUser.appliedAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </DataTable>
        )}
      </Stack>
    </Card>
  );
}
