import { ActionIcon, Anchor, Menu, Table, Text } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { IconDots, IconPencil, IconTrash, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { UserStatusBadge } from '../../components/UserStatusBadge.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useUserActions } from './use-user-actions.tsx';

interface UserRowProps {
  readonly user: User;
  readonly url: ListUrl;
  readonly changed: boolean;
}

export function UserRow({ user, url, changed }: UserRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const actions = useUserActions();
  const departments = format.list(user.departments.map(({ name }) => name));
  const groups = format.list(user.groups.map(({ displayName }) => displayName));
  const open = url.linkTo({ user: user.id });
  return (
    <Table.Tr data-changed={changed || undefined}>
      <Table.Td>
        <Anchor component={Link} {...open} size="sm" fw={500} truncate display="block" maw={210}>
          {user.displayName}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {user.loginName}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{user.loginName}</Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="sm" truncate maw={190} title={user.email}>
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <Text size="sm" truncate maw={120} title={departments}>
          {departments}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <Text size="sm" truncate maw={160} title={groups}>
          {groups}
        </Text>
      </Table.Td>
      <Table.Td>
        <UserStatusBadge active={user.active} />
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon size="md" aria-label={t('list.actionsFor', { name: user.displayName })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={Link} {...open} leftSection={<IconPencil size={16} />}>
              {t('common.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={user.active ? <IconUserOff size={16} /> : <IconUserCheck size={16} />}
              onClick={() => actions.setActive(user, !user.active)}
            >
              {user.active ? t('users.deactivate') : t('users.activate')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              c="var(--mantine-color-error)"
              onClick={() => actions.askDelete(user)}
            >
              {t('common.deleteEllipsis')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
