import { Badge, Box, Button, Code, Group, Table, Text } from '@mantine/core';
import type { ApiToken } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ExpiryWarning } from './ExpiryWarning.tsx';
import { useTokenActions } from './use-token-actions.tsx';

const colors = { usable: 'teal', disabled: 'gray', expired: 'red' } as const;

export function TokenRow({ token }: { readonly token: ApiToken }) {
  const { t } = useTranslation();
  const format = useFormat();
  const actions = useTokenActions();
  const name = token.notes === '' ? token.prefix : token.notes;
  const status = <Badge color={colors[token.state]}>{t(`tokens.states.${token.state}`)}</Badge>;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {token.notes === '' ? t('tokens.noNotes') : token.notes}
        </Text>
        <Code fz="xs">{token.prefix}…</Code>
        {token.networks.length > 0 && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('tokens.onlyFrom', { networks: format.list(token.networks) })}
          </Text>
        )}
        <Box hiddenFrom="xs" mt={4}>
          {status}
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <RelativeTime at={token.createdAt} />
        <Text size="xs" c="dimmed">
          {token.createdBy}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {token.expiresAt === undefined ? t('tokens.noExpiry') : format.date(token.expiresAt)}
        <ExpiryWarning token={token} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={token.lastUsedAt} fallback={t('common.never')} />
        {token.lastUsedClient !== undefined && (
          <Text size="xs" c="dimmed" truncate maw={180}>
            {token.lastUsedClient}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="xs">{status}</Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end">
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => actions.setEnabled(token, !token.enabled)}
            aria-label={t(token.enabled ? 'tokens.disableNamed' : 'tokens.enableNamed', { name })}
          >
            {token.enabled ? t('common.disable') : t('common.enable')}
          </Button>
          {!token.enabled && (
            <Button
              size="compact-xs"
              variant="light"
              color="red"
              onClick={() => actions.askDelete(token)}
              aria-label={t('tokens.deleteNamed', { name })}
            >
              {t('common.delete')}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
