import type { ApiToken } from '@lockstep/admin-api';
import { Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useDeleteToken, useSetTokenEnabled } from '../../api/connections.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

export interface TokenActions {
  /** Done at once and taken back with *Undo*. */
  readonly setEnabled: (token: ApiToken, enabled: boolean) => void;
  /** Asks, and names the token and its last use, because deleting cannot be taken back. */
  readonly askDelete: (token: ApiToken) => void;
}

export function useTokenActions(): TokenActions {
  const { t } = useTranslation();
  const org = useOrg();
  const format = useFormat();
  const notify = useNotify();
  const setTokenEnabled = useSetTokenEnabled(org);
  const deleteToken = useDeleteToken(org);
  const nameOf = (token: ApiToken): string => (token.notes === '' ? `${token.prefix}…` : token.notes);

  const setEnabled = (token: ApiToken, enabled: boolean): void =>
    setTokenEnabled.mutate(
      { token: token.id, enabled },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.undoable(t(enabled ? 'tokens.enabled' : 'tokens.disabled', { name: nameOf(token) }), () =>
            setTokenEnabled.mutate({ token: token.id, enabled: !enabled }, { onError: notify.failed }),
          ),
      },
    );

  const askDelete = (token: ApiToken): void => {
    const name = nameOf(token);
    modals.openConfirmModal({
      title: t('tokens.deleteTitle', { name }),
      children: (
        <Stack gap="xs">
          <Text size="sm">
            {token.lastUsedAt === undefined
              ? t('tokens.neverUsed')
              : t('tokens.lastUsedAt', { time: format.dateTime(token.lastUsedAt) })}
          </Text>
          <Text size="sm">{t('tokens.deleteBody')}</Text>
        </Stack>
      ),
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        deleteToken.mutate(token.id, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('tokens.deleted', { name })),
        }),
    });
  };

  return { setEnabled, askDelete };
}
