import { ActionIcon, Anchor, Badge, Menu, Table, Text } from '@mantine/core';
import type { GroupRule } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUpdateGroupRule } from '../../api/group-rules.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DeleteRuleDialog } from './DeleteRuleDialog.tsx';

interface GroupRuleRowProps {
  readonly rule: GroupRule;
  readonly url: ListUrl;
}

export function GroupRuleRow({ rule, url }: GroupRuleRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useGranted('directory:write');
  return (
    <Table.Tr>
      <Table.Td>
        {mayWrite ? (
          <Anchor
            component={Link}
            {...url.linkTo({ rule: rule.id })}
            size="sm"
            fw={500}
            style={{ overflowWrap: 'anywhere' }}
          >
            {rule.name}
          </Anchor>
        ) : (
          <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
            {rule.name}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge color={rule.active ? 'teal' : 'gray'}>
          {rule.active ? t('groupRules.active') : t('groupRules.inactive')}
        </Badge>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {rule.expression}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{rule.groups.map(({ displayName }) => displayName).join(', ')}</Table.Td>
      <Table.Td visibleFrom="sm">{format.number(rule.members)}</Table.Td>
      <Table.Td>{mayWrite && <RuleMenu rule={rule} url={url} />}</Table.Td>
    </Table.Tr>
  );
}

function RuleMenu({ rule, url }: GroupRuleRowProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const update = useUpdateGroupRule(useOrg());
  const [deleting, dialog] = useDisclosure(false);
  const { name } = rule;
  const turn = (active: boolean): void =>
    update.mutate(
      { rule: rule.id, change: { active } },
      {
        onError: notify.failed,
        onSuccess: () => notify.done(t(active ? 'groupRules.activated' : 'groupRules.deactivated', { name })),
      },
    );
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t('list.actionsFor', { name })} loading={update.isPending}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={rule.active ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
            onClick={() => turn(!rule.active)}
          >
            {rule.active ? t('groupRules.deactivate') : t('groupRules.activate')}
          </Menu.Item>
          <Menu.Item component={Link} {...url.linkTo({ rule: rule.id })} leftSection={<IconPencil size={16} />}>
            {t('groupRules.edit')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={16} />} c="var(--mantine-color-error)" onClick={dialog.open}>
            {t('common.deleteEllipsis')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteRuleDialog rule={rule} opened={deleting} onClose={dialog.close} />
    </>
  );
}
