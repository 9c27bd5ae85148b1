import { Button, Text } from '@mantine/core';
import type { TemplateDetails } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDeleteTemplate } from '../../api/templates.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { UploadTemplate } from './UploadTemplate.tsx';

/** Replaces or deletes a template of the organization's own; one that is used stays. */
export function OwnTemplateActions({ details }: { readonly details: TemplateDetails }) {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const notify = useNotify();
  const { id, name } = details.template;
  const remove = useDeleteTemplate(org, id);
  const [replacing, replace] = useDisclosure(false);
  const ask = (): void => {
    modals.openConfirmModal({
      title: t('catalog.deleteTitle', { name }),
      children: <Text size="sm">{t('catalog.deleteBody')}</Text>,
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(undefined, {
          onError: notify.failed,
          onSuccess: () => {
            notify.done(t('catalog.deleted', { name }));
            void navigate(`/o/${org}/catalog`);
          },
        }),
    });
  };
  return (
    <>
      <Button variant="default" onClick={replace.open}>
        {t('catalog.replace')}
      </Button>
      <Button
        variant="default"
        c="red.8"
        disabled={details.applications > 0}
        title={details.applications > 0 ? t('catalog.inUse', { count: details.applications }) : undefined}
        loading={remove.isPending}
        onClick={ask}
      >
        {t('common.deleteEllipsis')}
      </Button>
      <UploadTemplate opened={replacing} onClose={replace.close} replaced={id} />
    </>
  );
}
