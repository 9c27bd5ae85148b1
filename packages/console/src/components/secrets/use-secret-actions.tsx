import { Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { nameOf, type Secret } from './secret.ts';

export interface SecretActions {
  /** Done at once and taken back with *Undo*. */
  readonly setEnabled: (secret: Secret, enabled: boolean) => void;
  /** Asks, and names the secret and its last use, because deleting cannot be taken back. */
  readonly askDelete: (secret: Secret) => void;
}

/** What a table offers for each of its secrets. */
export interface OfferedActions<Kind extends Secret> extends SecretActions {
  readonly edit?: (secret: Kind) => void;
}

/** As much of a mutation as is needed here. */
interface Mutation<Input> {
  readonly mutate: (
    input: Input,
    then: { readonly onError: (error: Error) => void; readonly onSuccess?: () => void },
  ) => void;
}

interface SecretKind {
  /** Where its sentences stand. */
  readonly words: 'tokens' | 'apiKeys';
  readonly change: Mutation<{ id: string; enabled: boolean }>;
  readonly remove: Mutation<string>;
}

export function useSecretActions({ words, change, remove }: SecretKind): SecretActions {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();

  const setEnabled = (secret: Secret, enabled: boolean): void =>
    change.mutate(
      { id: secret.id, enabled },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.undoable(
            `secret:${secret.id}`,
            t(enabled ? `${words}.enabled` : `${words}.disabled`, { name: nameOf(secret) }),
            () => change.mutate({ id: secret.id, enabled: !enabled }, { onError: notify.failed }),
          ),
      },
    );

  const askDelete = (secret: Secret): void => {
    const name = nameOf(secret);
    modals.openConfirmModal({
      title: t(`${words}.deleteTitle`, { name }),
      children: (
        <Stack gap="xs">
          <Text size="sm">
            {secret.lastUsedAt === undefined
              ? t(`${words}.neverUsed`)
              : t(`${words}.lastUsedAt`, { time: format.dateTime(secret.lastUsedAt) })}
          </Text>
          <Text size="sm">{t(`${words}.deleteBody`)}</Text>
        </Stack>
      ),
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(secret.id, {
          onError: notify.failed,
          onSuccess: () => {
            notify.outdate(`secret:${secret.id}`);
            notify.done(t(`${words}.deleted`, { name }));
          },
        }),
    });
  };

  return { setEnabled, askDelete };
}
