import type { ApiKey } from '@lockstep/admin-api';
import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useDeleteApiKey, useSetApiKeyEnabled } from '../../api/api-keys.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

interface ApiKeyActions {
  /** Done at once and taken back with *Undo*. */
  readonly setEnabled: (key: ApiKey, enabled: boolean) => void;
  /** Asks, and names the key and its last use, because deleting cannot be taken back. */
  readonly askDelete: (key: ApiKey) => void;
}

export function useApiKeyActions(): ApiKeyActions {
  const { t } = useTranslation();
  const org = useOrg();
  const format = useFormat();
  const notify = useNotify();
  const change = useSetApiKeyEnabled(org);
  const remove = useDeleteApiKey(org);
  const nameOf = (key: ApiKey): string => (key.notes === '' ? `${key.prefix}…` : key.notes);

  const setEnabled = (key: ApiKey, enabled: boolean): void =>
    change.mutate(
      { key: key.id, enabled },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.undoable(t(enabled ? 'apiKeys.enabled' : 'apiKeys.disabled', { name: nameOf(key) }), () =>
            change.mutate({ key: key.id, enabled: !enabled }, { onError: notify.failed }),
          ),
      },
    );

  const askDelete = (key: ApiKey): void => {
    const name = nameOf(key);
    modals.openConfirmModal({
      title: t('apiKeys.deleteTitle', { name }),
      children: (
        <Text size="sm">
          {key.lastUsedAt === undefined
            ? t('tokens.neverUsed')
            : t('tokens.lastUsedAt', { time: format.dateTime(key.lastUsedAt) })}
        </Text>
      ),
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(key.id, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('apiKeys.deleted', { name })),
        }),
    });
  };

  return { setEnabled, askDelete };
}
