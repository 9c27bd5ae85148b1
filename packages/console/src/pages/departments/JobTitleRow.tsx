import { ActionIcon, Anchor, Menu, Table, Text } from '@mantine/core';
import type { JobTitle } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeleteJobTitle, useMoveJobTitle } from '../../api/job-titles.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

interface JobTitleRowProps {
  readonly jobTitle: JobTitle;
  /** The ids of all in their order. */
  readonly order: readonly string[];
  readonly url: ListUrl;
}

export function JobTitleRow({ jobTitle, order, url }: JobTitleRowProps) {
  const format = useFormat();
  const org = useOrg();
  const { id, code, name, members } = jobTitle;
  const users = `/o/${org}/directory/users?jobTitle=${id}`;
  const opens = useGranted('directory:write') ? url.linkTo({ title: id }) : { to: users };
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} {...opens} size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
          {code}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" truncate maw={220} title={code}>
          {code}
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={users} size="sm">
          {format.number(members)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <MayWrite scope="directory:write">
          <JobTitleMenu jobTitle={jobTitle} order={order} url={url} />
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}

function JobTitleMenu({ jobTitle: { id, name, members }, order, url }: JobTitleRowProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const move = useMoveJobTitle(org);
  const remove = useDeleteJobTitle(org);
  const place = order.indexOf(id);
  const shift = (before: string | undefined): void =>
    move.mutate({ title: id, before: before ?? null }, { onError: notify.failed });
  const askDelete = (): void => {
    modals.openConfirmModal({
      title: t('departments.deleteTitle', { name }),
      children: t('departments.deleteTitleMembers', { count: members }),
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(id, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('departments.deleted', { name })),
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
        <Menu.Item component={Link} {...url.linkTo({ title: id })} leftSection={<IconPencil size={16} />}>
          {t('common.edit')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowUp size={16} />}
          disabled={place === 0}
          onClick={() => shift(order[place - 1])}
        >
          {t('departments.up')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={16} />}
          disabled={place === order.length - 1}
          onClick={() => shift(order[place + 2])}
        >
          {t('departments.down')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={16} />} c="var(--mantine-color-error)" onClick={askDelete}>
          {t('common.deleteEllipsis')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
