import { MultiSelect, NumberInput, PasswordInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSecret, type ExtensionAttribute } from './extension-values.ts';
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

/** As the type wants it; what is no number stays text, and is refused at its field. */
function fromText(type: ExtensionAttribute['type'], text: string): Simple {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const number = Number(text);
  return (type === 'integer' || type === 'decimal') && text.trim() !== '' && !Number.isNaN(number) ? number : text;
}

/** The field of one attribute that is not complex. */
export function AttributeInput(props: AttributeInputProps) {
  const { t } = useTranslation();
  const { attribute, error, lock, hint = '' } = props;
  const { name, description = '', required = false, multiValued = false, type } = attribute;
  const described = [description, hint, isSecret(attribute) ? t('extensions.secret') : ''].filter(
    (text) => text !== '',
  );
  const common = {
    label: name,
    error,
    withAsterisk: required,
    ...(described.length === 0 ? {} : { description: described.join(' ') }),
    // an instant is long
    ...(type === 'dateTime' ? { style: { gridColumn: '1 / -1' } } : {}),
    ...lock,
  };
  return multiValued ? <ListInput {...props} common={common} /> : <SingleInput {...props} common={common} />;
}

interface Common extends FieldLock {
  readonly label: string;
  readonly error: ReactNode;
  readonly withAsterisk: boolean;
  readonly description?: string;
}

type InputProps = AttributeInputProps & { readonly common: Common };

function ListInput({ attribute: { type, canonicalValues = [] }, value, common, onChange }: InputProps) {
  const { t } = useTranslation();
  const values = Array.isArray(value) ? value.map(String) : [];
  const change = (texts: string[]): void => onChange(texts.map((text) => fromText(type, text)));
  if (canonicalValues.length > 0)
    return <MultiSelect {...common} data={canonicalValues} value={values} onChange={change} />;
  return (
    <TagsInput {...common} splitChars={[]} placeholder={t('extensions.addValue')} value={values} onChange={change} />
  );
}

function SingleInput({ attribute, value, common, onChange }: InputProps) {
  const { type, canonicalValues = [] } = attribute;
  const text = value === undefined ? '' : String(value);
  const change = (given: string): void => onChange(given === '' ? undefined : fromText(type, given));
  if (type === 'boolean' || canonicalValues.length > 0)
    return <ChoiceInput common={common} type={type} choices={canonicalValues} text={text} onChange={change} />;
  if (type === 'integer' || type === 'decimal') {
    return (
      <NumberInput
        {...common}
        allowDecimal={type === 'decimal'}
        value={text}
        onChange={(given) => change(String(given))}
      />
    );
  }
  const secret = isSecret(attribute);
  const Field = secret ? PasswordInput : TextInput;
  return (
    <Field
      autoComplete={secret ? 'new-password' : 'off'}
      {...(type === 'dateTime' ? { placeholder: '2026-01-31T09:30:00Z' } : {})}
      {...common}
      value={text}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

interface ChoiceInputProps {
  readonly common: Common;
  readonly type: ExtensionAttribute['type'];
  readonly choices: string[];
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function ChoiceInput({ common, type, choices, text, onChange }: ChoiceInputProps) {
  const { t } = useTranslation();
  const truth = [
    { value: 'true', label: t('extensions.yes') },
    { value: 'false', label: t('extensions.no') },
  ];
  return (
    <Select
      clearable
      {...common}
      data={type === 'boolean' ? truth : choices}
      value={text === '' ? null : text}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
