import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usersQuery } from '../../api/users.ts';

export interface UserOption {
  readonly value: string;
  readonly label: string;
}

export const userOption = (user: {
  readonly id: string;
  readonly displayName: string;
  readonly loginName: string;
}): UserOption => ({ value: user.id, label: `${user.displayName} (${user.loginName})` });

interface UsersSelectProps extends Pick<MultiSelectProps, 'description' | 'error'> {
  /** Given and not read from the address: dialogs stand outside the pages. */
  readonly org: string;
  readonly label: string;
  readonly most: number;
  readonly chosen: readonly UserOption[];
  readonly onChange: (chosen: readonly UserOption[]) => void;
  readonly 'data-autofocus'?: boolean;
}

/** Finds users while one types; those chosen stay chosen whatever is searched next. */
export function UsersSelect({ org, most, chosen, onChange, ...field }: UsersSelectProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 250);
  const { data } = useQuery(usersQuery(org, { limit: 20, ...(search === '' ? {} : { search }) }));
  const found = (data?.users ?? []).map(userOption);
  const choices = [...chosen, ...found.filter(({ value }) => !chosen.some((one) => one.value === value))];
  return (
    <MultiSelect
      {...field}
      data={choices}
      value={chosen.map(({ value }) => value)}
      onChange={(values) => onChange(choices.filter(({ value }) => values.includes(value)))}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      // the server has searched already
      filter={({ options }) => options}
      nothingFoundMessage={t('list.noMatch')}
      hidePickedOptions
      maxValues={most}
    />
  );
}
