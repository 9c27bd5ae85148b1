import type { AppAttribute, AssignedValues } from '@lockstep/admin-api';
import { Checkbox, Fieldset, NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAttributeName } from '../mappings/use-attribute-name.ts';
import { useElementName } from './use-element-name.ts';

type Value = AssignedValues[string];

interface ValueFieldProps {
  readonly attribute: AppAttribute;
  /** Undefined: as it is mapped. */
  readonly value: Value | undefined;
  readonly onChange: (value: Value | undefined) => void;
}

/** One attribute of an assignment; left alone it is as the mapping makes it. */
export function ValueField({ attribute, value, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const label = useAttributeName()(attribute);
  const asMapped = t('assignments.asMapped');
  if (attribute.type === 'string-array') return <ListField attribute={attribute} value={value} onChange={onChange} />;
  if (attribute.type === 'boolean') {
    return (
      <Select
        label={label}
        placeholder={asMapped}
        clearable
        clearButtonProps={{ 'aria-label': asMapped }}
        data={[
          { value: 'true', label: t('assignments.enable') },
          { value: 'false', label: t('assignments.disable') },
        ]}
        value={typeof value === 'boolean' ? String(value) : null}
        onChange={(text) => onChange(text === null ? undefined : text === 'true')}
      />
    );
  }
  if (attribute.type === 'string') {
    return (
      <TextInput
        label={label}
        placeholder={asMapped}
        maxLength={1000}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
    );
  }
  return (
    <NumberInput
      label={label}
      placeholder={asMapped}
      allowDecimal={attribute.type === 'number'}
      value={typeof value === 'number' ? value : ''}
      onChange={(number) => onChange(typeof number === 'number' ? number : undefined)}
    />
  );
}

/** A list of known elements, such as services: *Enable* for each. */
function ListField({ attribute, value, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const label = useAttributeName()(attribute);
  const nameOf = useElementName();
  const chosen = typeof value === 'object' ? value : undefined;
  const withheld = new Set(attribute.withheld);
  const elements = (attribute.values ?? []).filter((one) => !withheld.has(one));
  return (
    <Fieldset legend={label}>
      <Stack gap="xs">
        <Switch
          label={t('assignments.setHere')}
          checked={chosen !== undefined}
          onChange={(event) => onChange(event.currentTarget.checked ? [] : undefined)}
        />
        {chosen !== undefined && elements.length === 0 && (
          <TagsInput aria-label={label} value={chosen} onChange={onChange} />
        )}
        {chosen !== undefined &&
          elements.map((element) => (
            <Checkbox
              key={element}
              label={t('assignments.enableOne', { name: nameOf(attribute.target, element) })}
              checked={chosen.includes(element)}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...chosen, element] : chosen.filter((one) => one !== element))
              }
            />
          ))}
      </Stack>
    </Fieldset>
  );
}
