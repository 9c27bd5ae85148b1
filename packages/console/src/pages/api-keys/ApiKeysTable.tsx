import { Text } from '@mantine/core';
import type { ApiKey } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useDeleteApiKey, useSetApiKeyEnabled } from '../../api/api-keys.ts';
import { SecretsTable } from '../../components/secrets/SecretsTable.tsx';
import { useSecretActions } from '../../components/secrets/use-secret-actions.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { scopeWords } from './scope-words.ts';

export function ApiKeysTable(props: { readonly apiKeys: readonly ApiKey[]; readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const org = useOrg();
  const actions = useSecretActions({
    words: 'apiKeys',
    change: useSetApiKeyEnabled(org),
    remove: useDeleteApiKey(org),
  });
  return (
    <SecretsTable
      label={t('nav.apiKeys')}
      secrets={props.apiKeys}
      renderAbout={({ createdBy }) => (
        <Text size="xs" c="dimmed">
          {t('apiKeys.by', { name: createdBy })}
        </Text>
      )}
      ownLabel={t('apiKeys.scopes')}
      renderOwn={({ scopes }) => <Text size="sm">{format.list(scopes.map((scope) => scopeWords(t, scope)))}</Text>}
      actions={props.mayWrite ? actions : undefined}
    />
  );
}
