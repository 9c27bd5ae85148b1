import { Button, Fieldset, Group, Stack } from '@mantine/core';
import type { ProfileSettings } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { atMost, required, rules } from '../../../ui/rules.ts';
import type { MappedAttribute } from './AttributeDialog.tsx';
import { fromValues, readConstant, toValues, type AttributeValues } from './attribute-values.ts';
import { AttributeFields } from './AttributeFields.tsx';
import { MappingFields } from './MappingFields.tsx';

interface AttributeFormProps {
  readonly initial: MappedAttribute | undefined;
  readonly settings: ProfileSettings;
  readonly user: string | null;
  readonly onDone: (result: MappedAttribute) => void;
  readonly onClose: () => void;
}

export function AttributeForm({ initial, settings, user, onDone, onClose }: AttributeFormProps) {
  const { t } = useTranslation();
  const form = useForm<AttributeValues>({
    initialValues: toValues(initial),
    validate: {
      target: (value) =>
        initial === undefined && settings.attributes.some(({ target }) => target === value.trim())
          ? t('mappings.targetTaken')
          : rules(required(t), atMost(t, 256))(value),
      label: atMost(t, 100),
      attribute: (value, { kind }) => (kind === 'attribute' ? required(t)(value) : null),
      expression: (value, { kind }) => (kind === 'expression' ? required(t)(value) : null),
      constant: (value, { kind, type }) =>
        kind === 'constant' && readConstant(value, type) === undefined ? t('mappings.constantWrong') : null,
    },
  });
  const submit = (values: AttributeValues): void => {
    const result = fromValues(values, initial?.attribute);
    if (result !== undefined) onDone(result);
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Fieldset legend={t('mappings.attribute')}>
          <AttributeFields form={form} fresh={initial === undefined} />
        </Fieldset>
        <Fieldset legend={t('mappings.mapping')}>
          <MappingFields form={form} user={user} settings={settings} />
        </Fieldset>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit">{t('mappings.apply')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
