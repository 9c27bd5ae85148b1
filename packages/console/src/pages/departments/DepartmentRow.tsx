import { ActionIcon, Anchor, Group, Menu, Table, Text } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconPencil,
  IconPlus,
  IconSitemap,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import type { TreeRow } from './tree.ts';
import type { DepartmentActions } from './use-department-actions.tsx';

interface DepartmentRowProps {
  readonly row: TreeRow;
  readonly url: ListUrl;
  readonly actions: DepartmentActions;
  readonly closed: boolean;
  readonly onToggle: () => void;
}

export function DepartmentRow({ row, url, actions, closed, onToggle }: DepartmentRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const org = useOrg();
  const { department, level, children } = row;
  const opens = useGranted('directory:write')
    ? url.linkTo({ department: department.id, parent: undefined })
    : { to: `/o/${org}/directory/users?department=${department.id}` };
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={4} wrap="nowrap" pl={Math.min(level, 8) * 20}>
          {children > 0 ? (
            <ActionIcon
              size="sm"
              aria-expanded={!closed}
              aria-label={t('departments.toggle', { name: department.name })}
              onClick={onToggle}
            >
              {closed ? <IconChevronRight size={16} /> : <IconChevronDown size={16} />}
            </ActionIcon>
          ) : (
            <span style={{ width: 22, flexShrink: 0 }} />
          )}
          <div style={{ minWidth: 0 }}>
            <Anchor component={Link} {...opens} size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {department.name}
            </Anchor>
            <Text size="xs" c="dimmed" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
              {department.code}
            </Text>
          </div>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" truncate maw={220} title={department.code}>
          {department.code}
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/directory/users?department=${department.id}`} size="sm">
          {format.number(department.members)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <MayWrite scope="directory:write">
          <DepartmentMenu row={row} url={url} actions={actions} />
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}

function DepartmentMenu({ row, url, actions }: Pick<DepartmentRowProps, 'row' | 'url' | 'actions'>) {
  const { t } = useTranslation();
  const { department, siblings } = row;
  const place = siblings.indexOf(department.id);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('list.actionsFor', { name: department.name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          {...url.linkTo({ department: 'new', parent: department.id })}
          leftSection={<IconPlus size={16} />}
        >
          {t('departments.addBelow')}
        </Menu.Item>
        <Menu.Item
          component={Link}
          {...url.linkTo({ department: department.id, parent: undefined })}
          leftSection={<IconPencil size={16} />}
        >
          {t('common.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconSitemap size={16} />} onClick={() => actions.askMove(department)}>
          {t('departments.moveEllipsis')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowUp size={16} />}
          disabled={place === 0}
          onClick={() => actions.shift(row, 'up')}
        >
          {t('departments.up')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={16} />}
          disabled={place === siblings.length - 1}
          onClick={() => actions.shift(row, 'down')}
        >
          {t('departments.down')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={16} />}
          c="var(--mantine-color-error)"
          onClick={() => actions.askDelete(row)}
        >
          {t('common.deleteEllipsis')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
