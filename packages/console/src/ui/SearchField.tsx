import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** A search that runs when the typing rests. */
export function SearchField(props: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.value);
  const { onSearch, value } = props;
  const [known, setKnown] = useState({ value, sent: value });
  // somebody else changed the search (filters cleared, a link): follow, but never our own words coming back
  if (known.value !== value) {
    setKnown({ value, sent: value });
    if (known.sent !== value) setText(value);
  }
  const send = (words: string): void => {
    setKnown((before) => ({ ...before, sent: words }));
    onSearch(words);
  };
  const search = useDebouncedCallback(send, 250);
  return (
    <TextInput
      type="search"
      aria-label={props.label}
      placeholder={props.label}
      value={text}
      maxLength={256}
      w={{ base: '100%', xs: 280 }}
      leftSection={<IconSearch size={16} />}
      rightSection={
        text === '' ? undefined : (
          <CloseButton
            size="sm"
            aria-label={t('list.clearSearch')}
            onClick={() => {
              setText('');
              send('');
            }}
          />
        )
      }
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
    />
  );
}
