import { MultiSelect, NumberInput, PasswordInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExtensionAttribute } from './extension-values.ts';
import type { FieldLock } from './field-locks.tsx';

type Simple = string | number | boolean;

interface AttributeInputProps {
  readonly attribute: Omit<ExtensionAttribute, 'subAttributes'>;
  readonly value: Simple | readonly Simple[] | undefined;
  readonly error: ReactNode;
  readonly lock: FieldLock;
  /** Said below the description. */
  readonly hint?: string;
  /** Undefined clears. */
  readonly onChange: (value: Simple | Simple[] | undefined) => void;
}

function isSecret({ mutability, returned }: AttributeInputProps['attribute']): boolean {
  return mutability === 'writeOnly' || returned === 'never';
}

/** As the type wants it; what is no number stays text, and is refused at its field. */
function fromText(type: ExtensionAttribute['type'], text: string): Simple {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const number = Number(text);
  return (type === 'integer' || type === 'decimal') && text.trim() !== '' && !Number.isNaN(number) ? number : text;
}

/** The field of one attribute that is not complex. */
export function AttributeInput({ attribute, value, error, lock, hint, onChange }: AttributeInputProps) {
  const { t } = useTranslation();
  const {
    name,
    type = 'string',
    multiValued = false,
    description = '',
    required = false,
    canonicalValues = [],
  } = attribute;
  const secret = isSecret(attribute);
  const described = [description, hint ?? '', secret ? t('extensions.secret') : ''].filter((text) => text !== '');
  const common = {
    label: name,
    error,
    withAsterisk: required,
    ...(described.length === 0 ? {} : { description: described.join(' ') }),
    ...lock,
  };
  if (multiValued) {
    const values = Array.isArray(value) ? value.map(String) : [];
    const change = (texts: string[]): void => onChange(texts.map((text) => fromText(type, text)));
    return canonicalValues.length > 0 ? (
      <MultiSelect {...common} data={canonicalValues} value={values} onChange={change} />
    ) : (
      <TagsInput {...common} splitChars={[]} placeholder={t('extensions.addValue')} value={values} onChange={change} />
    );
  }
  const text = value === undefined ? '' : String(value as Simple);
  if (type === 'boolean' || canonicalValues.length > 0) {
    const choices =
      type === 'boolean'
        ? [
            { value: 'true', label: t('extensions.yes') },
            { value: 'false', label: t('extensions.no') },
          ]
        : canonicalValues;
    return (
      <Select
        clearable
        {...common}
        data={choices}
        value={text === '' ? null : text}
        onChange={(chosen) => onChange(chosen === null ? undefined : fromText(type, chosen))}
      />
    );
  }
  if (type === 'integer' || type === 'decimal') {
    return (
      <NumberInput
        {...common}
        allowDecimal={type === 'decimal'}
        value={text}
        onChange={(given) => onChange(given === '' ? undefined : fromText(type, String(given)))}
      />
    );
  }
  const Field = secret ? PasswordInput : TextInput;
  return (
    <Field
      autoComplete={secret ? 'new-password' : 'off'}
      {...(type === 'dateTime' ? { placeholder: '2026-01-31T09:30:00Z' } : {})}
      {...common}
      value={text}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}
