import { ActionIcon, Anchor, Menu, Table, Text } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconDots, IconId, IconPencil, IconRefresh, IconUserMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { LoginNameDialog } from './mappings/LoginNameDialog.tsx';
import { PersonAssignmentDialog } from './assignments/PersonAssignmentDialog.tsx';
import { PersonSource } from './assignments/PersonSource.tsx';
import { PersonError } from './PersonError.tsx';
import { SyncStateBadge } from './SyncStateBadge.tsx';
import { usePersonActions } from './use-person-actions.tsx';

export function PersonRow({ person, changed }: { readonly person: AppUser; readonly changed: boolean }) {
  const { t } = useTranslation();
  const org = useOrg();
  const actions = usePersonActions();
  const [named, naming] = useDisclosure(false);
  const [edited, editing] = useDisclosure(false);
  const retryable = person.syncState === 'ERROR' || person.error !== undefined;
  return (
    <Table.Tr data-changed={changed || undefined}>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/directory/users?user=${person.userId}`} size="sm" fw={500}>
          {person.displayName}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {person.loginName}
        </Text>
        {person.error !== undefined && <PersonError person={person} error={person.error} />}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {person.assignedLoginName ?? person.loginName}
        <LoginNameDialog person={person} opened={named} onClose={naming.close} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <PersonSource person={person} />
        <PersonAssignmentDialog person={person} opened={edited} onClose={editing.close} />
      </Table.Td>
      <Table.Td>
        <SyncStateBadge state={person.syncState} />
      </Table.Td>
      <Table.Td visibleFrom="md">{t(`people.statuses.${person.status}`)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={person.appliedAt} fallback={t('common.never')} />
      </Table.Td>
      <Table.Td>
        {(person.assigned || retryable) && (
          <Menu position="bottom-end" width={240}>
            <Menu.Target>
              <ActionIcon size="md" aria-label={t('list.actionsFor', { name: person.displayName })}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {retryable && (
                <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => actions.retry(person)}>
                  {t('common.retry')}
                </Menu.Item>
              )}
              {person.assigned && (
                <Menu.Item leftSection={<IconId size={16} />} onClick={naming.open}>
                  {t('signOn.set')}
                </Menu.Item>
              )}
              {person.assigned && (
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={editing.open}>
                  {t('assignments.edit')}
                </Menu.Item>
              )}
              {person.assigned && (
                <Menu.Item leftSection={<IconArrowsExchange size={16} />} onClick={() => actions.convert(person)}>
                  {t(person.source?.kind === 'group' ? 'assignments.toPersonal' : 'assignments.toGroup')}
                </Menu.Item>
              )}
              {person.source?.kind === 'personal' && (
                <Menu.Item
                  leftSection={<IconUserMinus size={16} />}
                  c="var(--mantine-color-error)"
                  onClick={() => actions.askUnassign(person)}
                >
                  {t('people.unassignEllipsis')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
