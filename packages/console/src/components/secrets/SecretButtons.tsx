import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf, type Secret } from './secret.ts';
import type { SecretActions } from './use-secret-actions.tsx';

/** Only what is disabled can be deleted. */
export function SecretButtons({ secret, actions }: { readonly secret: Secret; readonly actions: SecretActions }) {
  const { t } = useTranslation();
  const name = nameOf(secret);
  return (
    <Group gap={4} justify="flex-end">
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
