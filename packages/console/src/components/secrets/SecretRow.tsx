import { Badge, Box, Code, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ExpiryWarning } from './ExpiryWarning.tsx';
import type { Secret } from './secret.ts';
import { SecretButtons } from './SecretButtons.tsx';
import type { OfferedActions } from './use-secret-actions.tsx';

const colors = { usable: 'teal', disabled: 'gray', expired: 'red' } as const;

interface SecretRowProps<Kind extends Secret> {
  readonly secret: Kind;
  /** Said below the prefix. */
  readonly about: ReactNode;
  /** The column that only this kind of secret has. */
  readonly own: ReactNode;
  /** Undefined: whoever looks may change nothing. */
  readonly actions: OfferedActions<Kind> | undefined;
}

export function SecretRow<Kind extends Secret>({ secret, about, own, actions }: SecretRowProps<Kind>) {
  const { t } = useTranslation();
  const format = useFormat();
  const status = <Badge color={colors[secret.state]}>{t(`tokens.states.${secret.state}`)}</Badge>;
  const used = [secret.lastUsedAddress, secret.lastUsedClient].filter((part) => part !== undefined).join(' ');
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {secret.notes === '' ? t('tokens.noNotes') : secret.notes}
        </Text>
        <Code fz="xs">{secret.prefix}…</Code>
        {about}
        <Box hiddenFrom="xs" mt={4}>
          {status}
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="md" maw={280}>
        {own}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {secret.expiresAt === undefined ? t('tokens.noExpiry') : format.date(secret.expiresAt)}
        <ExpiryWarning secret={secret} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={secret.lastUsedAt} fallback={t('common.never')} />
        {used !== '' && (
          <Text size="xs" c="dimmed" truncate maw={180} title={used}>
            {used}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="xs">{status}</Table.Td>
      <Table.Td>{actions !== undefined && <SecretButtons secret={secret} actions={actions} />}</Table.Td>
    </Table.Tr>
  );
}
