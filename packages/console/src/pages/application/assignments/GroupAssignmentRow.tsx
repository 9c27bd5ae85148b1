import type { GroupAssignment } from '@lockstep/admin-api';
import { ActionIcon, Anchor, Group, Menu, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconUserMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAssignGroup, useUnassignGroup } from '../../../api/assignments.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';
import { useEndingText } from './use-ending-text.ts';
import { ValuesForm } from './ValuesForm.tsx';
import { useShownValues } from './use-shown-values.ts';

interface GroupAssignmentRowProps {
  readonly assignment: GroupAssignment;
  readonly last: boolean;
  readonly busy: boolean;
  readonly onMove: (by: -1 | 1) => void;
}

export function GroupAssignmentRow({ assignment, last, busy, onMove }: GroupAssignmentRowProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const [editing, edit] = useDisclosure(false);
  const { group, priority, members, values } = assignment;
  const askUnassign = useAskUnassign(assignment);
  const shownValues = useShownValues()(values);
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <Text size="sm" w={24}>
            {priority}
          </Text>
          <MayWrite scope="applications:write">
            <ActionIcon
              size="sm"
              variant="default"
              disabled={priority === 1 || busy}
              aria-label={t('assignments.moveUp', { name: group.displayName })}
              onClick={() => onMove(-1)}
            >
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              variant="default"
              disabled={last || busy}
              aria-label={t('assignments.moveDown', { name: group.displayName })}
              onClick={() => onMove(1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
          </MayWrite>
        </Group>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/directory/groups/${group.id}`} size="sm" fw={500}>
          {group.displayName}
        </Anchor>
      </Table.Td>
      <Table.Td visibleFrom="sm">{t('assignments.members', { count: members })}</Table.Td>
      <Table.Td visibleFrom="md">{shownValues}</Table.Td>
      <Table.Td>
        <MayWrite scope="applications:write">
          <Menu position="bottom-end" width={200}>
            <Menu.Target>
              <ActionIcon size="md" aria-label={t('list.actionsFor', { name: group.displayName })}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit.open}>
                {t('assignments.edit')}
              </Menu.Item>
              <Menu.Item leftSection={<IconUserMinus size={16} />} c="var(--mantine-color-error)" onClick={askUnassign}>
                {t('people.unassignEllipsis')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </MayWrite>
        <EditGroup assignment={assignment} opened={editing} onClose={edit.close} />
      </Table.Td>
    </Table.Tr>
  );
}

function useAskUnassign({ group, members }: GroupAssignment): () => void {
  const { t } = useTranslation();
  const application = useApplication();
  const notify = useNotify();
  const unassign = useUnassignGroup(useOrg(), application.slug);
  const endingText = useEndingText();
  const names = { name: group.displayName, application: application.name };
  return () =>
    modals.openConfirmModal({
      title: t('people.unassignTitle', names),
      children: (
        <Text size="sm">
          {t('assignments.unassignGroupBody', { count: members })} {endingText('unassign')}
        </Text>
      ),
      labels: { confirm: t('people.unassign'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        unassign.mutate(group.id, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('people.unassigned', names)),
        }),
    });
}

interface EditGroupProps {
  readonly assignment: GroupAssignment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function EditGroup({ assignment: { group, values }, opened, onClose }: EditGroupProps) {
  const { t } = useTranslation();
  const application = useApplication();
  const notify = useNotify();
  const save = useAssignGroup(useOrg(), application.slug);
  const title = t('assignments.editTitle', { name: group.displayName, application: application.name });
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={title}>
      <ValuesForm
        place="group"
        initial={{ values }}
        saving={save.isPending}
        error={save.error}
        saveLabel={t('common.save')}
        onCancel={onClose}
        onSave={(edit) =>
          save.mutate(
            { id: group.id, ...edit },
            {
              onSuccess: () => {
                notify.done(t('common.saved'));
                onClose();
              },
            },
          )
        }
      />
    </Modal>
  );
}
