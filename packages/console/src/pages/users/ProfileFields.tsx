import { Accordion, NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { ProfileFieldName } from '@lockstep/admin-api';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { FieldLock, LockableField } from './field-locks.tsx';
import { languageChoices, timeZoneChoices } from './region-choices.ts';
import type { UserValues } from './user-values.ts';

interface ProfileFieldsProps {
  readonly form: UseFormReturnType<UserValues>;
  readonly lockOf: (field: LockableField) => FieldLock;
}

const sections = [
  { name: 'names', fields: ['surnameReading', 'givenNameReading', 'localName', 'localNameLocale'] },
  { name: 'contact', fields: ['phone', 'mobilePhone', 'extensionNumber', 'callto', 'url'] },
  { name: 'work', fields: ['title', 'employeeNumber', 'joinDate', 'birthDate', 'sortOrder', 'description'] },
  { name: 'region', fields: ['locale', 'timeZone'] },
] as const satisfies readonly { readonly name: string; readonly fields: readonly (ProfileFieldName | 'sortOrder')[] }[];

/** Everything beside the names, the address and the services, folded away until somebody needs it. */
export function ProfileFields(props: ProfileFieldsProps) {
  const { t } = useTranslation();
  const { errors } = props.form;
  // a field at fault is never hidden
  const atFault = sections.filter(({ fields }) => fields.some((field) => errors[field] !== undefined));
  return (
    <Accordion
      multiple
      variant="contained"
      {...(atFault.length === 0 ? {} : { value: atFault.map(({ name }) => name) })}
    >
      {sections.map(({ name, fields }) => (
        <Accordion.Item key={name} value={name}>
          <Accordion.Control>{t(`userSections.${name}`)}</Accordion.Control>
          <Accordion.Panel>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              {fields
                .filter((field) => field !== 'description')
                .map((field) => (
                  <ProfileField key={field} field={field} {...props} />
                ))}
            </SimpleGrid>
            {name === 'work' && (
              <Stack mt="sm">
                <ProfileField field="description" {...props} />
              </Stack>
            )}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function ProfileField({
  field,
  form,
  lockOf,
}: ProfileFieldsProps & { readonly field: ProfileFieldName | 'sortOrder' }) {
  const { t, i18n } = useTranslation();
  const common = { label: t(`user.${field}`), ...lockOf(field), ...form.getInputProps(field) };
  if (field === 'description') return <Textarea autosize minRows={2} maxRows={8} {...common} />;
  if (field === 'sortOrder') return <NumberInput min={0} max={2_147_483_647} allowDecimal={false} {...common} />;
  if (field === 'birthDate' || field === 'joinDate') return <TextInput type="date" {...common} />;
  if (field === 'locale' || field === 'localNameLocale') {
    return (
      <Select
        clearable
        placeholder={field === 'locale' ? t('user.ofBrowser') : ''}
        data={languageChoices(i18n.language, form.values[field])}
        {...common}
        value={form.values[field] || null}
        onChange={(value) => form.setFieldValue(field, value ?? '')}
      />
    );
  }
  if (field === 'timeZone') {
    return (
      <Select
        clearable
        searchable
        limit={100}
        data={timeZoneChoices(form.values.timeZone)}
        {...common}
        value={form.values.timeZone || null}
        onChange={(value) => form.setFieldValue('timeZone', value ?? '')}
      />
    );
  }
  return <TextInput autoComplete="off" {...common} />;
}
