import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { templatesQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { AddApplicationForm } from './AddApplicationForm.tsx';

/** The catalog: choose what to connect and say where it is. */
export function AddApplicationDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ ...templatesQuery(useOrg()), enabled: props.opened });
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('applications.add')} size="lg">
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={3} />}
      {data !== undefined && <AddApplicationForm templates={data.templates} onClose={props.onClose} />}
    </Modal>
  );
}
