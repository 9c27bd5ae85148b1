import { ActionIcon, Anchor, Menu, Table } from '@mantine/core';
import type { Group } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { IconDots, IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeleteGroup } from '../../api/groups.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

export function GroupRow({ group, url }: { readonly group: Group; readonly url: ListUrl }) {
  const { t } = useTranslation();
  const format = useFormat();
  const org = useOrg();
  const page = `/o/${org}/directory/groups/${group.id}`;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={page} size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {group.displayName}
        </Anchor>
      </Table.Td>
      <Table.Td>{format.number(group.members)}</Table.Td>
      <Table.Td visibleFrom="sm">{group.managed ? t('groups.identityProvider') : t('groups.here')}</Table.Td>
      <Table.Td>
        <MayWrite scope="directory:write">
          <GroupMenu group={group} url={url} page={page} />
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}

interface GroupMenuProps {
  readonly group: Group;
  readonly url: ListUrl;
  readonly page: string;
}

function GroupMenu({ group, url, page }: GroupMenuProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const remove = useDeleteGroup(useOrg());
  const name = group.displayName;
  const askDelete = (): void => {
    modals.openConfirmModal({
      title: t('groups.deleteTitle', { name }),
      children: t('groups.deleteMembers', { count: group.members }),
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(group.id, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('groups.deleted', { name })),
        }),
    });
  };
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('list.actionsFor', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={page} leftSection={<IconUsers size={16} />}>
          {t('groups.members')}
        </Menu.Item>
        <Menu.Item component={Link} {...url.linkTo({ group: group.id })} leftSection={<IconPencil size={16} />}>
          {t('groups.rename')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={16} />} c="var(--mantine-color-error)" onClick={askDelete}>
          {t('common.deleteEllipsis')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
