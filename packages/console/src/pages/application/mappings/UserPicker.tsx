import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usersQuery } from '../../../api/users.ts';
import { useOrg } from '../../../hooks/use-org.ts';

interface UserPickerProps {
  readonly value: string | null;
  readonly onChange: (user: string | null) => void;
}

/** The person for whom values are shown. */
export function UserPicker({ value, onChange }: UserPickerProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<{ readonly value: string; readonly label: string }>();
  const [wanted] = useDebouncedValue(search.trim(), 200);
  // what was chosen stands in the field and is no search
  const query = wanted === chosen?.label ? '' : wanted;
  const found = useQuery(usersQuery(org, { limit: 20, ...(query === '' ? {} : { search: query }) }));
  const options = (found.data?.users ?? []).map((user) => ({
    value: user.id,
    label: `${user.displayName} (${user.loginName})`,
  }));
  const missing = chosen !== undefined && !options.some((one) => one.value === chosen.value);
  return (
    <Select
      label={t('mappings.previewFor')}
      placeholder={t('people.search')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('list.clearSearch') }}
      nothingFoundMessage={t('list.noMatch')}
      filter={({ options: all }) => all}
      data={missing ? [chosen, ...options] : options}
      value={value}
      onChange={(id, option) => {
        setChosen(option ?? undefined);
        onChange(id);
      }}
      searchValue={search}
      onSearchChange={setSearch}
    />
  );
}
