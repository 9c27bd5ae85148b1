import { Select, TextInput } from '@mantine/core';
import type { TemplateField } from '@lockstep/admin-api';
import type { ReactNode } from 'react';

interface TemplateFieldInputProps {
  readonly field: TemplateField;
  readonly value?: string;
  readonly error?: ReactNode;
  readonly onChange?: (value: unknown) => void;
}

/** One part of the base URL, such as the domain name. */
export function TemplateFieldInput({ field, value = '', error, onChange }: TemplateFieldInputProps) {
  const { label, hint, example, kind, choices = [] } = field;
  const told = { label, withAsterisk: true, error, ...(hint === undefined ? {} : { description: hint }) };
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
