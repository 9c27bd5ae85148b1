import type { ApiKey } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';
import { ApiKeyRow } from './ApiKeyRow.tsx';

export function ApiKeysTable(props: { readonly apiKeys: readonly ApiKey[]; readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('nav.apiKeys')}
      columns={[
        { key: 'notes', label: t('tokens.notes') },
        { key: 'scopes', label: t('apiKeys.scopes'), from: 'md' },
        { key: 'expires', label: t('tokens.expires'), from: 'sm' },
        { key: 'used', label: t('tokens.lastUsed'), from: 'sm' },
        { key: 'status', label: t('tokens.status'), from: 'xs' },
        { key: 'actions', label: t('list.actions'), hidden: true },
      ]}
    >
      {props.apiKeys.map((apiKey) => (
        <ApiKeyRow key={apiKey.id} apiKey={apiKey} mayWrite={props.mayWrite} />
      ))}
    </DataTable>
  );
}
