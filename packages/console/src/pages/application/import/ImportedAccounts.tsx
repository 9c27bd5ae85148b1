import { Group, Stack } from '@mantine/core';
import { accountStateSchema } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { importedAccountsQuery } from '../../../api/app-import.ts';
import { useListUrl } from '../../../hooks/use-list-url.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { FilterSelect } from '../../../ui/FilterSelect.tsx';
import { NoMatch } from '../../../ui/NoMatch.tsx';
import { Pager } from '../../../ui/Pager.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { ImportedAccountRow } from './ImportedAccountRow.tsx';

/** The accounts of the last import with whom each may belong to. */
export function ImportedAccounts({ read }: { readonly read: string }) {
  const { t } = useTranslation();
  const url = useListUrl();
  const state = accountStateSchema.safeParse(url.get('state')).data;
  const query = { search: url.get('search'), state, cursor: url.cursor };
  const { data, error, refetch } = useQuery(importedAccountsQuery(useOrg(), useApplication().slug, query, read));
  const filtered = query.search !== undefined || state !== undefined;
  return (
    <Stack>
      <Group gap="sm">
        <SearchField
          label={t('appImport.search')}
          value={query.search ?? ''}
          onSearch={(search) => url.filter({ search })}
        />
        <FilterSelect
          url={url}
          name="state"
          label={t('appImport.match')}
          data={accountStateSchema.options.map((value) => ({ value, label: t(`appImport.matches.${value}`) }))}
        />
      </Group>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton />}
      {data?.accounts.length === 0 && filtered && (
        <NoMatch onClear={() => url.filter({ search: undefined, state: undefined })} />
      )}
      {data !== undefined && data.accounts.length > 0 && (
        <>
          <DataTable
            label={t('appImport.accounts')}
            columns={[
              { key: 'account', label: t('appImport.account') },
              { key: 'match', label: t('appImport.match') },
              { key: 'user', label: t('appImport.user'), width: '35%' },
              { key: 'actions', label: t('list.actions'), hidden: true },
            ]}
          >
            {data.accounts.map((account) => (
              <ImportedAccountRow key={account.id} account={account} />
            ))}
          </DataTable>
          <Pager url={url} pageSize={50} shown={data.accounts.length} next={data.next} />
        </>
      )}
    </Stack>
  );
}
