import { MultiSelect, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../../api/groups.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface DirectoryGroupsSelectProps {
  readonly label: string;
  readonly most: number;
  readonly error?: ReactNode;
  readonly 'data-autofocus'?: boolean;
  readonly chosen: readonly Option[];
  readonly onChange: (chosen: readonly Option[]) => void;
}

/** Groups of the directory, found while one types; those chosen stay chosen whatever is searched next. */
export function DirectoryGroupsSelect({ most, chosen, onChange, ...field }: DirectoryGroupsSelectProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [listOpened, setListOpened] = useState(false);
  const [search] = useDebouncedValue(words.trim(), 200);
  const found = useQuery(groupsQuery(useOrg(), { limit: 20, ...(search === '' ? {} : { search }) }));
  const options = (found.data?.groups ?? []).map((group) => ({ value: group.id, label: group.displayName }));
  const all = new Map([...chosen, ...options].map((option) => [option.value, option]));
  return (
    <Stack>
      {found.isError && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      <MultiSelect
        {...field}
        placeholder={t('groups.search')}
        searchable
        hidePickedOptions
        clearable
        clearButtonProps={{ 'aria-label': t('list.clearSearch') }}
        nothingFoundMessage={t('list.noMatch')}
        // the server has searched already
        filter={(filtered) => filtered.options}
        data={[...all.values()]}
        value={chosen.map(({ value }) => value)}
        onChange={(values) => onChange(values.flatMap((value) => all.get(value) ?? []))}
        searchValue={words}
        onSearchChange={setWords}
        maxValues={most}
        // the list covers what is below, so a choice closes it and typing opens it again
        dropdownOpened={listOpened}
        onDropdownOpen={() => setListOpened(true)}
        onDropdownClose={() => setListOpened(false)}
        onOptionSubmit={() => setListOpened(false)}
      />
    </Stack>
  );
}
