import { Badge, Box, Button, Code, Group, Table, Text } from '@mantine/core';
import type { ApiKey } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { scopeWords } from './scope-words.ts';
import { useApiKeyActions } from './use-api-key-actions.tsx';

const colors = { usable: 'teal', disabled: 'gray', expired: 'red' } as const;

export function ApiKeyRow({ apiKey, mayWrite }: { readonly apiKey: ApiKey; readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const actions = useApiKeyActions();
  const name = apiKey.notes === '' ? apiKey.prefix : apiKey.notes;
  const status = <Badge color={colors[apiKey.state]}>{t(`tokens.states.${apiKey.state}`)}</Badge>;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {apiKey.notes === '' ? t('tokens.noNotes') : apiKey.notes}
        </Text>
        <Code fz="xs">{apiKey.prefix}…</Code>
        <Text size="xs" c="dimmed">
          {t('apiKeys.by', { name: apiKey.createdBy })}
        </Text>
        <Box hiddenFrom="xs" mt={4}>
          {status}
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="md" maw={280}>
        <Text size="sm">{format.list(apiKey.scopes.map((scope) => scopeWords(t, scope)))}</Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {apiKey.expiresAt === undefined ? t('tokens.noExpiry') : format.date(apiKey.expiresAt)}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={apiKey.lastUsedAt} fallback={t('common.never')} />
        {apiKey.lastUsedAddress !== undefined && (
          <Text size="xs" c="dimmed" truncate maw={180}>
            {apiKey.lastUsedAddress} {apiKey.lastUsedClient}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="xs">{status}</Table.Td>
      <Table.Td>
        {mayWrite && (
          <Group gap={4} justify="flex-end">
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => actions.setEnabled(apiKey, !apiKey.enabled)}
              aria-label={t(apiKey.enabled ? 'tokens.disableNamed' : 'tokens.enableNamed', { name })}
            >
              {apiKey.enabled ? t('common.disable') : t('common.enable')}
            </Button>
            {!apiKey.enabled && (
              <Button
                size="compact-xs"
                variant="light"
                color="red"
                onClick={() => actions.askDelete(apiKey)}
                aria-label={t('tokens.deleteNamed', { name })}
              >
                {t('common.delete')}
              </Button>
            )}
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
