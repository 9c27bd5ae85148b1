import { ActionIcon, Checkbox, Menu, Table } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { IconDots, IconPencil, IconTrash, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { statusActions } from './status-actions.ts';
import type { Selection } from './use-selection.ts';
import { useUserActions } from './use-user-actions.tsx';
import { NameCell, UserCell, type ColumnName } from './user-columns.tsx';

interface UserRowProps {
  readonly user: User;
  readonly url: ListUrl;
  readonly changed: boolean;
  readonly columns: readonly ColumnName[];
  readonly selection: Selection;
}

export function UserRow({ user, url, changed, columns, selection }: UserRowProps) {
  const { t } = useTranslation();
  const page = `/o/${useOrg()}/directory/users/${user.id}`;
  const mayWrite = useGranted('directory:write');
  return (
    <Table.Tr data-changed={changed || undefined}>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={t('users.select', { name: user.displayName })}
          checked={selection.everybody || selection.ids.has(user.id)}
          disabled={selection.everybody}
          onChange={() => selection.toggle(user.id)}
        />
      </Table.Td>
      <NameCell user={user} link={mayWrite ? url.linkTo({ user: user.id }) : { to: page, state: undefined }} />
      {columns.map((name) => (
        <UserCell key={name} name={name} user={user} />
      ))}
      <Table.Td>{mayWrite && <UserMenu user={user} url={url} />}</Table.Td>
    </Table.Tr>
  );
}

function UserMenu({ user, url }: Pick<UserRowProps, 'user' | 'url'>) {
  const { t } = useTranslation();
  const org = useOrg();
  const actions = useUserActions();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('list.actionsFor', { name: user.displayName })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={`/o/${org}/directory/users/${user.id}`} leftSection={<IconUser size={16} />}>
          {t('users.openPage')}
        </Menu.Item>
        <Menu.Item component={Link} {...url.linkTo({ user: user.id })} leftSection={<IconPencil size={16} />}>
          {t('common.edit')}
        </Menu.Item>
        {statusActions[user.status].map(({ action, label, icon: Icon }) => (
          <Menu.Item
            key={action}
            disabled={user.locked.includes('active')}
            leftSection={<Icon size={16} />}
            onClick={() => actions.setStatus(user, action)}
          >
            {t(`users.${label}`)}
          </Menu.Item>
        ))}
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
  );
}
