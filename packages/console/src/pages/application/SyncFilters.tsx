import { Group } from '@mantine/core';
import { syncStateSchema, type AppUser } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { SearchField } from '../../ui/SearchField.tsx';

interface SyncQuery {
  readonly search?: string;
  readonly syncState?: AppUser['syncState'];
  readonly cursor?: string;
}

/** What the address says of a list of people or groups that are kept in step. */
export function syncQueryOf(url: ListUrl): SyncQuery {
  const search = url.get('search');
  const state = syncStateSchema.safeParse(url.get('state'));
  return {
    ...(search === undefined ? {} : { search }),
    ...(state.success ? { syncState: state.data } : {}),
    ...(url.cursor === undefined ? {} : { cursor: url.cursor }),
  };
}

/** Finds some of such a list by their name or by their state. */
export function SyncFilters({ url, label }: { readonly url: ListUrl; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <SearchField label={label} value={url.get('search') ?? ''} onSearch={(search) => url.filter({ search })} />
      <FilterSelect
        url={url}
        name="state"
        label={t('people.state')}
        placeholder={t('people.allStates')}
        data={syncStateSchema.options.map((value) => ({ value, label: t(`syncStates.${value}`) }))}
      />
    </Group>
  );
}
