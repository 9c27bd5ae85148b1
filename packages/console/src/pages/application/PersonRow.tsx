import { Anchor, Table, Text } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { LoginNameDialog } from './mappings/LoginNameDialog.tsx';
import { PersonAssignmentDialog } from './assignments/PersonAssignmentDialog.tsx';
import { PersonSource } from './assignments/PersonSource.tsx';
import { PersonError } from './PersonError.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { SyncStateBadge } from './SyncStateBadge.tsx';

export function PersonRow({ person, changed }: { readonly person: AppUser; readonly changed: boolean }) {
  const { t } = useTranslation();
  const org = useOrg();
  const [named, naming] = useDisclosure(false);
  const [edited, editing] = useDisclosure(false);
  // what is set is what it becomes, also while it is not sent yet
  const loginName = person.assignedLoginName ?? person.accountLoginName ?? person.loginName;
  return (
    <Table.Tr data-changed={changed || undefined}>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/directory/users?user=${person.userId}`} size="sm" fw={500}>
          {person.displayName}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {loginName}
        </Text>
        {person.error !== undefined && <PersonError person={person} error={person.error} />}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {loginName}
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
        <PersonMenu person={person} onName={naming.open} onEdit={editing.open} />
      </Table.Td>
    </Table.Tr>
  );
}
