import { Accordion, Fieldset, SimpleGrid, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { UserExtension } from '../../api/schemas.ts';
import { AttributeInput } from './AttributeInput.tsx';
import {
  hasField,
  partsOf,
  withPart,
  withValue,
  type ExtensionAttribute,
  type ExtensionValue,
} from './extension-values.ts';
import type { FieldLock } from './field-locks.tsx';
import type { UserValues } from './user-values.ts';

interface ExtensionFieldsProps {
  readonly form: UseFormReturnType<UserValues>;
  readonly definitions: readonly UserExtension[];
  /** What the user had when the form was opened: an immutable value that was there stays. */
  readonly held: UserValues['extensions'];
  readonly lock: FieldLock;
}

/** A section for each extension of the organization, with a field for each attribute after its type. */
export function ExtensionFields({ form, definitions, held, lock }: ExtensionFieldsProps) {
  const { errors } = form;
  const shown = definitions.filter(({ attributes }) => attributes.some(hasField));
  const prefix = (id: string): string => `extensions.${id}`;
  // a field at fault is never hidden, and neither is one that has to be filled in
  const open = shown.filter(
    ({ id, required }) => required || Object.keys(errors).some((path) => path.startsWith(prefix(id))),
  );
  const atFault = open.some(({ id }) => Object.keys(errors).some((path) => path.startsWith(prefix(id))));
  if (shown.length === 0) return null;
  return (
    <Accordion
      multiple
      variant="contained"
      defaultValue={open.map(({ id }) => id)}
      {...(atFault ? { value: open.map(({ id }) => id) } : {})}
    >
      {shown.map(({ id, name, description, attributes }) => (
        <Accordion.Item key={id} value={id}>
          <Accordion.Control>{name}</Accordion.Control>
          <Accordion.Panel>
            {description !== '' && (
              <Text size="sm" c="dimmed" mb="sm">
                {description}
              </Text>
            )}
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              {attributes.map((attribute) => (
                <AttributeField
                  key={attribute.name}
                  attribute={attribute}
                  path={`${prefix(id)}.${attribute.name}`}
                  value={form.values.extensions[id]?.[attribute.name]}
                  held={held[id]?.[attribute.name] !== undefined}
                  errors={errors}
                  lock={lock}
                  onChange={(value, path) => {
                    form.setFieldValue(
                      'extensions',
                      withValue(form.values.extensions, { id, name: attribute.name }, value),
                    );
                    form.clearFieldError(path);
                  }}
                />
              ))}
            </SimpleGrid>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

interface AttributeFieldProps {
  readonly attribute: ExtensionAttribute;
  readonly path: string;
  readonly value: ExtensionValue | undefined;
  readonly held: boolean;
  readonly errors: UseFormReturnType<UserValues>['errors'];
  readonly lock: FieldLock;
  readonly onChange: (value: ExtensionValue | undefined, path: string) => void;
}

function AttributeField({ attribute, path, value, held, errors, lock, onChange }: AttributeFieldProps) {
  const { t } = useTranslation();
  if (!hasField(attribute)) return attribute.mutability === 'readOnly' ? null : <Unfilled {...attribute} />;
  const fixed: FieldLock = held && attribute.mutability === 'immutable' ? { disabled: true } : lock;
  if (attribute.type !== 'complex') {
    return (
      <AttributeInput
        attribute={attribute}
        value={value as Exclude<typeof value, object> | undefined}
        error={errors[path]}
        lock={fixed}
        {...(fixed === lock ? {} : { hint: t('extensions.fixed') })}
        onChange={(given) => onChange(given, path)}
      />
    );
  }
  return (
    <Fieldset legend={attribute.name} style={{ gridColumn: '1 / -1' }}>
      {attribute.description !== undefined && attribute.description !== '' && (
        <Text size="xs" c="dimmed" mb="xs">
          {attribute.description}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {(attribute.subAttributes ?? [])
          .filter(({ mutability }) => mutability !== 'readOnly')
          .map((part) => (
            <AttributeInput
              key={part.name}
              attribute={part}
              value={partsOf(value)[part.name] ?? undefined}
              error={errors[`${path}.${part.name}`]}
              lock={fixed}
              onChange={(given) => onChange(withPart(value, part.name, given), `${path}.${part.name}`)}
            />
          ))}
      </SimpleGrid>
    </Fieldset>
  );
}

/** A list of complex values: the user's page shows it, and SCIM and the admin API fill it in. */
function Unfilled({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed" style={{ gridColumn: '1 / -1' }}>
      {t('extensions.listOfComplex', { name })}
    </Text>
  );
}
