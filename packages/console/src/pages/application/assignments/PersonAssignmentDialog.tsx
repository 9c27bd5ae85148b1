import type { AppUser } from '@lockstep/admin-api';
import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { assignmentQuery, useSetPersonalValues } from '../../../api/assignments.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { useShownValues } from './use-shown-values.ts';
import { ValuesForm } from './ValuesForm.tsx';

interface PersonAssignmentDialogProps {
  readonly person: AppUser;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What is set for one person; whom a group assigns has only the login name and personal attributes for itself. */
export function PersonAssignmentDialog(props: PersonAssignmentDialogProps) {
  const { t } = useTranslation();
  const application = useApplication();
  const title = t('assignments.editTitle', { name: props.person.displayName, application: application.name });
  return (
    <Modal opened={props.opened} onClose={props.onClose} size="lg" title={title}>
      <PersonAssignment {...props} />
    </Modal>
  );
}

function PersonAssignment({ person, onClose }: PersonAssignmentDialogProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const notify = useNotify();
  const { data, error, refetch } = useQuery(assignmentQuery(org, slug, person.userId));
  const save = useSetPersonalValues(org, slug);
  const shown = useShownValues();
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  return (
    <Stack gap="sm">
      {data.group !== undefined && (
        <Text size="sm">
          {t('assignments.fromGroup', { group: data.group.displayName, values: shown(data.group.values) })}
        </Text>
      )}
      <ValuesForm
        place={data.source === 'personal' ? 'personal' : 'member'}
        initial={data}
        user={person.userId}
        saving={save.isPending}
        error={save.error}
        saveLabel={t('common.save')}
        onCancel={onClose}
        onSave={(edit) =>
          save.mutate(
            { id: person.userId, ...edit },
            {
              onSuccess: () => {
                notify.done(t('common.saved'));
                onClose();
              },
            },
          )
        }
      />
    </Stack>
  );
}
