import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AssignPeopleForm } from './AssignPeopleForm.tsx';

export function AssignPeopleDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('assign.title')} size="lg">
      <AssignPeopleForm onClose={props.onClose} />
    </Modal>
  );
}
