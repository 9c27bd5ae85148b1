import { Anchor, Button, Card, SimpleGrid, Stack, Title } from '@mantine/core';
import { profileFieldNames, type User } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { userQuery } from '../../api/users.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { UserStatusBadge } from '../../components/UserStatusBadge.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { useServiceNames } from '../../hooks/use-service-names.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { ExtensionFacts } from './ExtensionFacts.tsx';
import { InviteUser } from './InviteUser.tsx';
import { StatusButtons } from './StatusButtons.tsx';
import { UserApplications } from './UserApplications.tsx';
import { UserDrawer } from './UserDrawer.tsx';
import { UserHistory } from './UserHistory.tsx';
import { useUserActions } from './use-user-actions.tsx';

/** One person: profile, services, memberships, and the accounts in the applications. */
export function UserPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const { user: id = '' } = useParams();
  const { data, error, refetch } = useQuery(userQuery(org, id));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  return (
    <>
      <PageHeader
        title={data.displayName}
        above={
          <Anchor component={Link} to={`/o/${org}/directory/users`} size="sm">
            {t('nav.users')}
          </Anchor>
        }
        badge={<UserStatusBadge status={data.status} />}
        actions={
          <MayWrite scope="directory:write">
            <UserPageActions user={data} />
          </MayWrite>
        }
      />
      <Stack>
        <Profile user={data} />
        <ExtensionFacts user={data} />
        <UserApplications user={data.id} />
        <Card>
          <UserHistory userId={data.id} />
        </Card>
      </Stack>
      <UserDrawer url={url} />
    </>
  );
}

function UserPageActions({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const navigate = useNavigate();
  const actions = useUserActions();
  return (
    <>
      <Button component={Link} {...url.linkTo({ user: user.id })} leftSection={<IconPencil size={16} />}>
        {t('common.edit')}
      </Button>
      <StatusButtons user={user} />
      <InviteUser user={user} />
      <Button
        variant="default"
        c="var(--mantine-color-error)"
        leftSection={<IconTrash size={16} />}
        onClick={() => actions.askDelete(user, () => void navigate(`/o/${org}/directory/users`))}
      >
        {t('common.deleteEllipsis')}
      </Button>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        {children}
      </SimpleGrid>
    </Card>
  );
}

function Profile({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const serviceName = useServiceNames(useOrg());
  const format = useFormat();
  const orNone = (text: string): string => (text === '' ? '–' : text);
  const departments = user.departments.map(({ name, jobTitle }) =>
    jobTitle === null ? name : t('user.departmentAndTitle', { department: name, jobTitle: jobTitle.name }),
  );
  return (
    <>
      <Section title={t('users.profile')}>
        <Fact label={t('user.loginName')}>{user.loginName}</Fact>
        <Fact label={t('user.surname')}>{orNone(user.surname)}</Fact>
        <Fact label={t('user.givenName')}>{orNone(user.givenName)}</Fact>
        <Fact label={t('user.email')}>{orNone(user.email)}</Fact>
        <Fact label={t('user.managedBy')}>{user.managed ? format.list(user.managedBy) : t('users.here')}</Fact>
        {profileFieldNames.map(
          (name) =>
            user[name] !== '' && (
              <Fact key={name} label={t(`user.${name}`)}>
                {user[name]}
              </Fact>
            ),
        )}
        {user.sortOrder !== undefined && <Fact label={t('user.sortOrder')}>{format.number(user.sortOrder)}</Fact>}
        {user.externalId !== undefined && <Fact label={t('user.externalId')}>{user.externalId}</Fact>}
        <Fact label={t('user.created')}>
          <RelativeTime at={user.createdAt} />
        </Fact>
        <Fact label={t('user.modified')}>
          <RelativeTime at={user.modifiedAt} />
        </Fact>
      </Section>
      <Section title={t('users.memberships')}>
        <Fact label={t('user.availableServices')}>{orNone(format.list(user.availableServices.map(serviceName)))}</Fact>
        <Fact label={t('user.departments')}>{orNone(format.list(departments))}</Fact>
        <Fact label={t('user.groups')}>{orNone(format.list(user.groups.map(({ displayName }) => displayName)))}</Fact>
      </Section>
    </>
  );
}
