import { Select, TextInput } from '@mantine/core';
import type { TemplateField } from '@lockstep/admin-api';
import type { ReactNode } from 'react';
import { useTemplateText } from './use-template-text.ts';

interface TemplateFieldInputProps {
  readonly field: TemplateField;
  /** The template is one's own. */
  readonly own: boolean;
  readonly value?: string;
  readonly error?: ReactNode;
  readonly onChange?: (value: unknown) => void;
}

/** One part of the base URL, such as the domain name. */
export function TemplateFieldInput({ field, own, value = '', error, onChange }: TemplateFieldInputProps) {
  const { label, hint, example, kind, choices = [] } = field;
  const text = useTemplateText(own);
  const described = hint === undefined ? {} : { description: text(hint) };
  const told = { label: text(label), withAsterisk: true, error, ...described };
  if (kind === 'choice') {
    return (
      <Select
        {...told}
        data={[...choices]}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange?.(chosen ?? '')}
      />
    );
  }
  return (
    <TextInput
      {...told}
      value={value}
      {...(example === undefined ? {} : { placeholder: example })}
      onChange={(event) => onChange?.(event)}
    />
  );
}
