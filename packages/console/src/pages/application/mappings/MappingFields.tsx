import { Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { applyOnSchema, type ProfileSettings } from '@lockstep/admin-api';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expressionReferenceQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import type { AttributeValues } from './attribute-values.ts';
import { ExpressionField } from './ExpressionField.tsx';
import { ExpressionResult } from './ExpressionResult.tsx';

interface MappingFieldsProps {
  readonly form: UseFormReturnType<AttributeValues>;
  readonly user: string | null;
  readonly settings: ProfileSettings;
}

const kinds = ['none', 'attribute', 'constant', 'expression'] as const;

/** Where the value comes from and when it is sent. */
export function MappingFields({ form, user, settings }: MappingFieldsProps) {
  const { t } = useTranslation();
  const { kind, type } = form.values;
  const use = { use: 'attribute', type, settings } as const;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('mappings.kind')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`mappings.kinds.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        {kind !== 'none' && (
          <Select
            label={t('mappings.applyOn')}
            allowDeselect={false}
            data={applyOnSchema.options.map((value) => ({ value, label: t(`mappings.applyOns.${value}`) }))}
            {...form.getInputProps('applyOn')}
          />
        )}
      </SimpleGrid>
      {kind === 'none' && (
        <Text size="sm" c="dimmed">
          {t('mappings.noneHint')}
        </Text>
      )}
      {kind === 'attribute' && <SourceAttribute {...form.getInputProps('attribute')} />}
      {kind === 'constant' && (
        <Textarea
          label={t('mappings.constant')}
          description={form.values.type === 'string-array' ? t('mappings.constantLines') : undefined}
          autosize
          {...form.getInputProps('constant')}
        />
      )}
      {kind === 'expression' && (
        <ExpressionField
          value={form.values.expression}
          onChange={(text) => form.setFieldValue('expression', text)}
          error={form.errors['expression']}
          use={use}
          result={<ExpressionResult expression={form.values.expression} use={use} user={user} />}
        />
      )}
    </Stack>
  );
}

interface SourceAttributeProps {
  readonly value?: string;
  readonly onChange: (value: string | null) => void;
  readonly error?: ReactNode;
}

/** An attribute of the user's profile. One that the list does not know stays as it is. */
function SourceAttribute({ value = '', onChange, error }: SourceAttributeProps) {
  const { t } = useTranslation();
  const { data } = useQuery(expressionReferenceQuery(useOrg()));
  const options = (data?.attributes ?? []).map(({ name, source }) => ({ value: source, label: `user.${name}` }));
  const known = value === '' || options.some((one) => one.value === value);
  return (
    <Select
      label={t('mappings.source')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('list.noMatch')}
      data={known ? options : [...options, { value, label: value }]}
      value={value === '' ? null : value}
      onChange={onChange}
      error={error}
    />
  );
}
