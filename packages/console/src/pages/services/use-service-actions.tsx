import { Anchor, Stack, Text } from '@mantine/core';
import type { ServiceUse } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useDeleteService } from '../../api/services.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useServiceName } from '../../hooks/use-service-names.ts';
import { ServiceForm } from './ServiceForm.tsx';

interface ServiceActions {
  readonly askAdd: () => void;
  readonly askEdit: (service: ServiceUse) => void;
  /** Says how many have it before it is taken from them. */
  readonly askRemove: (service: ServiceUse) => void;
}

export function useServiceActions(): ServiceActions {
  const { t } = useTranslation();
  const org = useOrg();
  const nameOf = useServiceName();
  const notify = useNotify();
  const remove = useDeleteService(org);
  const askAdd = (): void => {
    const modalId = modals.open({
      title: t('seats.new'),
      children: <ServiceForm org={org} onClose={() => modals.close(modalId)} />,
    });
  };
  const askEdit = (service: ServiceUse): void => {
    const modalId = modals.open({
      title: t('seats.title', { name: nameOf(service) }),
      children: <ServiceForm org={org} service={service} onClose={() => modals.close(modalId)} />,
    });
  };
  const askRemove = (service: ServiceUse): void => {
    const name = nameOf(service);
    modals.openConfirmModal({
      title: t('seats.removeTitle', { name }),
      children: (
        <Stack gap="xs">
          <Text size="sm">
            {service.users === 0 ? t('seats.removeNobody') : t('seats.removeHolders', { count: service.users })}
          </Text>
          {service.users > 0 && (
            <Anchor size="sm" href={`/o/${org}/directory/users?service=${service.code}`} target="_blank">
              {t('seats.holders')}
            </Anchor>
          )}
          <Text size="sm">{t('seats.removeScim')}</Text>
        </Stack>
      ),
      labels: { confirm: t('seats.remove'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(service.code, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('seats.removed', { name })),
        }),
    });
  };
  return { askAdd, askEdit, askRemove };
}
