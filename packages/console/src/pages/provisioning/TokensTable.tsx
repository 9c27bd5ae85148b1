import type { ApiToken } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';
import { TokenRow } from './TokenRow.tsx';

export function TokensTable({ tokens }: { readonly tokens: readonly ApiToken[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('tokens.title')}
      columns={[
        { key: 'notes', label: t('tokens.notes') },
        { key: 'created', label: t('tokens.created'), from: 'md' },
        { key: 'expires', label: t('tokens.expires'), from: 'sm' },
        { key: 'used', label: t('tokens.lastUsed'), from: 'sm' },
        { key: 'status', label: t('tokens.status'), from: 'xs' },
        { key: 'actions', label: t('list.actions'), hidden: true },
      ]}
    >
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </DataTable>
  );
}
