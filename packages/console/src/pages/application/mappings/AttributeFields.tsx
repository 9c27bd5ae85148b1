import { Checkbox, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { attributeTypeSchema } from '@lockstep/admin-api';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { AttributeValues } from './attribute-values.ts';

interface AttributeFieldsProps {
  readonly form: UseFormReturnType<AttributeValues>;
  /** The attribute is added; the path of another cannot be changed. */
  readonly fresh: boolean;
}

const scopes = ['personal', 'group'] as const;

/** What the attribute is. */
export function AttributeFields({ form, fresh }: AttributeFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('mappings.target')}
          description={t('mappings.targetHint')}
          placeholder="name.familyName"
          disabled={!fresh}
          {...form.getInputProps('target')}
        />
        <TextInput label={t('mappings.label')} description={t('mappings.labelHint')} {...form.getInputProps('label')} />
        <Select
          label={t('mappings.type')}
          allowDeselect={false}
          data={attributeTypeSchema.options.map((value) => ({ value, label: t(`mappings.types.${value}`) }))}
          {...form.getInputProps('type')}
        />
        <Select
          label={t('mappings.scope')}
          allowDeselect={false}
          data={scopes.map((value) => ({ value, label: t(`mappings.scopes.${value}`) }))}
          {...form.getInputProps('scope')}
        />
      </SimpleGrid>
      <Checkbox
        label={t('mappings.required')}
        description={t('mappings.requiredHint')}
        {...form.getInputProps('required', { type: 'checkbox' })}
      />
    </Stack>
  );
}
