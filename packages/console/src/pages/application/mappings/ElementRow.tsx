import { ActionIcon, Badge, Button, Group, Table, Text } from '@mantine/core';
import type { AppAttribute } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAttributeName } from './use-attribute-name.ts';

interface ElementRowProps {
  readonly attribute: AppAttribute;
  readonly element: string;
  readonly previewing: boolean;
  readonly onChange: (sent: boolean) => void;
}

const services = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'] as const;

/** One element of a list, such as a service: deleted, it is never sent. */
export function ElementRow({ attribute, element, previewing, onChange }: ElementRowProps) {
  const { t } = useTranslation();
  const service = services.find((one) => one === element);
  const name = service === undefined ? element : t(`services.${service}`);
  const attributeName = useAttributeName()(attribute);
  const withheld = attribute.withheld?.includes(element) === true;
  const ask = (): void => {
    modals.openConfirmModal({
      title: t('mappings.deleteTitle', { name }),
      children: <Text size="sm">{t('mappings.deleteElementBody', { name, attribute: attributeName })}</Text>,
      labels: { confirm: t('mappings.deleteConfirm'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () => onChange(false),
    });
  };
  return (
    <Table.Tr>
      <Table.Td pl="xl">
        <Group gap="xs">
          <Text size="sm" {...(withheld ? { td: 'line-through' } : {})}>
            {name}
          </Text>
          {withheld && <Badge size="xs">{t('mappings.withheld')}</Badge>}
          {withheld && (
            <Button variant="subtle" size="compact-xs" onClick={() => onChange(true)}>
              {t('mappings.restore')}
            </Button>
          )}
        </Group>
      </Table.Td>
      <Table.Td />
      <Table.Td visibleFrom="md" />
      <Table.Td visibleFrom="lg" />
      {previewing && <Table.Td />}
      <Table.Td>
        {!withheld && (
          <ActionIcon size="md" aria-label={t('mappings.deleteElement', { name })} onClick={ask}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
