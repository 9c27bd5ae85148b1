import { TextInput } from '@mantine/core';
import { CopyIcon } from './CopyIcon.tsx';

/** A value to take elsewhere: readable, selectable, with a button that copies it and says so. */
export function CopyField(props: { readonly label: string; readonly value: string; readonly description?: string }) {
  return (
    <TextInput
      label={props.label}
      description={props.description}
      value={props.value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      rightSection={<CopyIcon value={props.value} label={props.label} />}
    />
  );
}
