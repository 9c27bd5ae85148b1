import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf, type Secret } from './secret.ts';
import type { OfferedActions } from './use-secret-actions.tsx';

/** What may be done with a secret; only what is disabled can be deleted. */
interface SecretButtonsProps<Kind extends Secret> {
  readonly secret: Kind;
  readonly actions: OfferedActions<Kind>;
}

export function SecretButtons<Kind extends Secret>({ secret, actions }: SecretButtonsProps<Kind>) {
  const { t } = useTranslation();
  const { edit } = actions;
  const name = nameOf(secret);
  return (
    <Group gap={4} justify="flex-end">
      {edit !== undefined && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => edit(secret)}
          aria-label={t('tokens.editNamed', { name })}
        >
          {t('common.edit')}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => actions.setEnabled(secret, !secret.enabled)}
        aria-label={t(secret.enabled ? 'tokens.disableNamed' : 'tokens.enableNamed', { name })}
      >
        {secret.enabled ? t('common.disable') : t('common.enable')}
      </Button>
      {!secret.enabled && (
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          onClick={() => actions.askDelete(secret)}
          aria-label={t('tokens.deleteNamed', { name })}
        >
          {t('common.delete')}
        </Button>
      )}
    </Group>
  );
}
