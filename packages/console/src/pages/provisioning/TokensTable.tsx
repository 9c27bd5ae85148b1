import { Text } from '@mantine/core';
import type { ApiToken } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeToken, useDeleteToken } from '../../api/connections.ts';
import { SecretsTable } from '../../components/secrets/SecretsTable.tsx';
import { useSecretActions } from '../../components/secrets/use-secret-actions.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EditTokenDialog } from './EditTokenDialog.tsx';

export function TokensTable({ tokens }: { readonly tokens: readonly ApiToken[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const org = useOrg();
  const actions = useSecretActions({ words: 'tokens', change: useChangeToken(org), remove: useDeleteToken(org) });
  const [edited, setEdited] = useState<ApiToken>();
  const mayWrite = useGranted('provisioning:write');
  return (
    <>
      <SecretsTable
        label={t('tokens.title')}
        secrets={tokens}
        renderAbout={({ networks }) =>
          networks.length > 0 && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {t('tokens.onlyFrom', { networks: format.list(networks) })}
            </Text>
          )
        }
        ownLabel={t('tokens.created')}
        renderOwn={({ createdAt, createdBy }) => (
          <>
            <RelativeTime at={createdAt} />
            <Text size="xs" c="dimmed">
              {createdBy}
            </Text>
          </>
        )}
        actions={mayWrite ? { ...actions, edit: setEdited } : undefined}
      />
      {edited !== undefined && <EditTokenDialog token={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}
