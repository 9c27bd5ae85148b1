import { ActionIcon, Badge, Code, Group, Menu, Table, Text, UnstyledButton } from '@mantine/core';
import type { AppAttribute, AttributeMapping, PreviewedValue } from '@lockstep/admin-api';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MappedAttribute } from './AttributeDialog.tsx';
import { writeConstant } from './attribute-values.ts';
import { shortPath } from './short-path.ts';
import { useAttributeName } from './use-attribute-name.ts';

interface AttributeRowProps {
  readonly attribute: AppAttribute;
  readonly mapping: AttributeMapping | undefined;
  readonly value: PreviewedValue | undefined;
  readonly previewing: boolean;
  readonly onEdit: (edited: MappedAttribute) => void;
  readonly onDelete: (attribute: AppAttribute) => void;
}

export function AttributeRow({ attribute, mapping, value, previewing, onEdit, onDelete }: AttributeRowProps) {
  const { t } = useTranslation();
  const name = useAttributeName()(attribute);
  const edit = (): void => onEdit(mapping === undefined ? { attribute } : { attribute, mapping });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <UnstyledButton fz="sm" fw={500} onClick={edit}>
            {name}
          </UnstyledButton>
          {attribute.required && <Badge size="xs">{t('mappings.required')}</Badge>}
        </Group>
        {name !== shortPath(attribute.target) && (
          <Text size="xs" ff="monospace" maw="34ch" title={attribute.target} style={{ overflowWrap: 'anywhere' }}>
            {shortPath(attribute.target)}
          </Text>
        )}
      </Table.Td>
      <Table.Td maw="44ch" style={{ overflowWrap: 'anywhere' }}>
        <MappingText mapping={mapping} />
      </Table.Td>
      <Table.Td visibleFrom="md">{mapping === undefined ? '–' : t(`mappings.applyOns.${mapping.applyOn}`)}</Table.Td>
      <Table.Td visibleFrom="lg">{t(`mappings.types.${attribute.type}`)}</Table.Td>
      {previewing && (
        <Table.Td maw="36ch" style={{ overflowWrap: 'anywhere' }}>
          {value?.reason === undefined ? (
            shown(value?.value)
          ) : (
            <Text size="xs" c="var(--mantine-color-error)">
              {value.reason}
            </Text>
          )}
        </Table.Td>
      )}
      <Table.Td>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon size="md" aria-label={t('list.actionsFor', { name })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
              {t('common.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              c="var(--mantine-color-error)"
              onClick={() => onDelete(attribute)}
            >
              {t('common.deleteEllipsis')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

function MappingText({ mapping }: { readonly mapping: AttributeMapping | undefined }) {
  const { t } = useTranslation();
  if (mapping === undefined) {
    return (
      <Text size="sm" fs="italic">
        {t('mappings.kinds.none')}
      </Text>
    );
  }
  const { source } = mapping;
  if (source.kind === 'attribute') return <Code title={source.attribute}>{shortPath(source.attribute)}</Code>;
  if (source.kind === 'expression') return <Code>{source.expression}</Code>;
  return (
    <Text size="sm">
      {t('mappings.kinds.constant')}: {writeConstant(source.value).replaceAll('\n', ', ')}
    </Text>
  );
}

function shown(value: PreviewedValue['value']): string {
  return value === undefined ? '–' : writeConstant(value).replaceAll('\n', ', ');
}
