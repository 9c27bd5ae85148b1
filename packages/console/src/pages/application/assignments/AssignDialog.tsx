import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '../../../hooks/use-org.ts';
import { useAssignGroup, useAssignUser } from '../../../api/assignments.ts';
import { useApplication } from '../use-application.ts';
import { AssignList, type Candidate } from './AssignList.tsx';
import { ValuesForm } from './ValuesForm.tsx';

interface AssignDialogProps {
  readonly to: 'people' | 'groups';
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** *Assign to People* and *Assign to Groups*: one after the other, each with its values, until *Done*. */
export function AssignDialog({ to, opened, onClose }: AssignDialogProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, name } = useApplication();
  const [chosen, setChosen] = useState<Candidate>();
  // whoever goes back is where they were
  const [search, setSearch] = useState('');
  const assignUser = useAssignUser(org, slug);
  const assignGroup = useAssignGroup(org, slug);
  const assign = to === 'people' ? assignUser : assignGroup;
  const back = (): void => {
    assign.reset();
    setChosen(undefined);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={
        chosen === undefined
          ? t(to === 'people' ? 'assignments.peopleTitle' : 'assignments.groupsTitle', { application: name })
          : t('assignments.assignTitle', { name: chosen.name, application: name })
      }
    >
      {chosen === undefined ? (
        <AssignList to={to} search={search} onSearch={setSearch} onAssign={setChosen} onDone={onClose} />
      ) : (
        <ValuesForm
          place={to === 'people' ? 'personal' : 'group'}
          {...(to === 'people' ? { user: chosen.id } : {})}
          saving={assign.isPending}
          error={assign.error}
          saveLabel={t('assignments.saveAndGoBack')}
          onCancel={back}
          onSave={(edit) => assign.mutate({ id: chosen.id, ...edit }, { onSuccess: back })}
        />
      )}
    </Modal>
  );
}
