import { Anchor, Badge, Code, Group, Table, Text } from '@mantine/core';
import type { Exchange } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { readablePath } from './readable-path.ts';
import { RequestStatus } from './RequestStatus.tsx';

export function RequestRow({ exchange, fresh }: { readonly exchange: Exchange; readonly fresh: boolean }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { method, path, status, at, client, token, address, loginName, toleranceCount } = exchange;
  return (
    <Table.Tr data-changed={fresh || undefined}>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/provisioning/requests/${exchange.id}`} size="sm" fw={500}>
          <Code fz="xs" style={{ overflowWrap: 'anywhere' }}>
            {method} {readablePath(path)}
          </Code>
        </Anchor>
        <Group gap={6} mt={2}>
          {loginName !== undefined && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {loginName}
            </Text>
          )}
          {toleranceCount > 0 && (
            <Badge size="xs" color="gray">
              {t('requests.toleranceCount', { count: toleranceCount })}
            </Badge>
          )}
        </Group>
        {exchange.hint !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)">
            {t(`requests.hints.${exchange.hint}.what`)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RequestStatus status={status} />
      </Table.Td>
      <Table.Td visibleFrom="sm">{t(`requests.clients.${client}`)}</Table.Td>
      <Table.Td visibleFrom="md">
        {token?.name ?? '–'}
        <Text size="xs" c="dimmed">
          {address}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="lg" style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        {t('requests.milliseconds', { count: Math.max(1, Math.round(exchange.durationMs)) })}
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <RelativeTime at={at} />
      </Table.Td>
    </Table.Tr>
  );
}
