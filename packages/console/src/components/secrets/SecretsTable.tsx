import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';
import type { Secret } from './secret.ts';
import { SecretRow } from './SecretRow.tsx';
import type { OfferedActions } from './use-secret-actions.tsx';

interface SecretsTableProps<Kind extends Secret> {
  readonly label: string;
  readonly secrets: readonly Kind[];
  /** Said of each below its prefix. */
  readonly renderAbout: (secret: Kind) => ReactNode;
  /** The column that only this kind of secret has. */
  readonly ownLabel: string;
  readonly renderOwn: (secret: Kind) => ReactNode;
  readonly actions: OfferedActions<Kind> | undefined;
}

export function SecretsTable<Kind extends Secret>(props: SecretsTableProps<Kind>) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={props.label}
      columns={[
        { key: 'notes', label: t('tokens.notes') },
        { key: 'own', label: props.ownLabel, from: 'md' },
        { key: 'expires', label: t('tokens.expires'), from: 'sm' },
        { key: 'used', label: t('tokens.lastUsed'), from: 'sm' },
        { key: 'status', label: t('tokens.status'), from: 'xs' },
        { key: 'actions', label: t('list.actions'), hidden: true },
      ]}
    >
      {props.secrets.map((secret) => (
        <SecretRow
          key={secret.id}
          secret={secret}
          about={props.renderAbout(secret)}
          own={props.renderOwn(secret)}
          actions={props.actions}
        />
      ))}
    </DataTable>
  );
}
