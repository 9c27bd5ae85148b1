import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../hooks/use-list-url.ts';

interface FilterSelectProps {
  readonly url: ListUrl;
  /** The parameter of the address that holds the choice. */
  readonly name: string;
  readonly label: string;
  /** What an empty field says; the label when it is left out. */
  readonly placeholder?: string;
  readonly data: { readonly value: string; readonly label: string }[];
}

/** More choices than this are searched rather than read. */
const readable = 8;

/** Narrows a list by one of several values; empty narrows nothing. A value of the address that is no choice is empty. */
export function FilterSelect({ url, name, label, placeholder = label, data }: FilterSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      clearable
      clearButtonProps={{ 'aria-label': t('list.clearFilters') }}
      searchable={data.length > readable}
      limit={100}
      w={{ base: 'calc(50% - 6px)', xs: 165 }}
      value={url.get(name) ?? null}
      onChange={(value) => url.filter({ [name]: value ?? undefined })}
      data={data}
    />
  );
}
