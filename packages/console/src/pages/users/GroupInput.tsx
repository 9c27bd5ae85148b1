import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../api/groups.ts';

interface GroupInputProps {
  readonly org: string;
  readonly value: string | null;
  readonly onChange: (group: string | null) => void;
}

/** One group by id, found by its name. */
export function GroupInput({ org, value, onChange }: GroupInputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const { data } = useQuery(groupsQuery(org, { limit: 50, ...(search === '' ? {} : { search }) }));
  return (
    <Select
      label={t('bulk.group')}
      data={(data?.groups ?? []).map(({ id, displayName }) => ({ value: id, label: displayName }))}
      value={value}
      onChange={onChange}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noMatch')}
    />
  );
}
