import { ActionIcon, Anchor, Button, Table, Text } from '@mantine/core';
import type { Group, User } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { IconUserMinus, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { groupQuery, useChangeMembers } from '../../api/groups.ts';
import { usersQuery } from '../../api/users.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { UserStatusBadge } from '../../components/UserStatusBadge.tsx';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { AddMembers } from './AddMembers.tsx';

const pageSize = 50;

/** One group and who is in it. */
export function GroupPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { group = '' } = useParams();
  const { data, error, refetch } = useQuery(groupQuery(org, group));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  const ask = (): void => {
    const modalId = modals.open({
      title: t('groups.addMembersTo', { name: data.displayName }),
      children: <AddMembers org={org} group={data} onClose={() => modals.close(modalId)} />,
    });
  };
  return (
    <>
      <PageHeader
        title={data.displayName}
        above={
          <Anchor component={Link} to={`/o/${org}/directory/groups`} size="sm">
            {t('nav.groups')}
          </Anchor>
        }
        {...(data.managed ? { description: t('groups.managedHint') } : {})}
        actions={
          <MayWrite scope="directory:write">
            <Button leftSection={<IconUserPlus size={16} />} onClick={ask}>
              {t('groups.addMembers')}
            </Button>
          </MayWrite>
        }
      />
      <MemberList group={data} />
    </>
  );
}

function MemberList({ group }: { readonly group: Group }) {
  const { t } = useTranslation();
  const url = useListUrl();
  const query = { group: group.id, limit: pageSize, cursor: url.cursor };
  const { data, error, refetch } = useQuery(usersQuery(useOrg(), query));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.users.length === 0) {
    return (
      <EmptyPanel
        icon={<IconUsers size={40} stroke={1.4} />}
        title={t('groups.noMembers')}
        description={t('groups.noMembersHint')}
      />
    );
  }
  return (
    <div>
      <DataTable
        label={t('groups.members')}
        columns={[
          { key: 'displayName', label: t('user.displayName') },
          { key: 'loginName', label: t('user.loginName'), from: 'sm' },
          { key: 'status', label: t('user.status') },
          { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
        ]}
      >
        {data.users.map((user) => (
          <MemberRow key={user.id} user={user} group={group} />
        ))}
      </DataTable>
      <Pager url={url} pageSize={pageSize} shown={data.users.length} total={data.total} next={data.next} />
    </div>
  );
}

function MemberRow({ user, group }: { readonly user: User; readonly group: Group }) {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const { mutate } = useChangeMembers(org);
  const removeMember = (): void =>
    mutate(
      { group: group.id, change: { remove: [user.id] } },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.undoable(`group:${group.id}:${user.id}`, t('groups.removed', { name: user.displayName }), () =>
            mutate({ group: group.id, change: { add: [user.id] } }, { onError: notify.failed }),
          ),
      },
    );
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/directory/users/${user.id}`} size="sm" fw={500}>
          {user.displayName}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {user.loginName}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{user.loginName}</Table.Td>
      <Table.Td>
        <UserStatusBadge status={user.status} />
      </Table.Td>
      <Table.Td>
        <MayWrite scope="directory:write">
          <ActionIcon aria-label={t('groups.remove', { name: user.displayName })} onClick={removeMember}>
            <IconUserMinus size={18} />
          </ActionIcon>
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}
