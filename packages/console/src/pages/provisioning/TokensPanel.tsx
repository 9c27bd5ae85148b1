import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { tokensQuery } from '../../api/connections.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { CreateTokenDialog } from './CreateTokenDialog.tsx';
import { TokensTable } from './TokensTable.tsx';

export function TokensPanel() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(tokensQuery(useOrg()));
  const mayWrite = useGranted('provisioning:write');
  const [creating, dialog] = useDisclosure(false);
  return (
    <Stack gap="xs" mt="xs">
      <Group justify="space-between">
        <Title order={2}>{t('tokens.title')}</Title>
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
            {t('tokens.create')}
          </Button>
        )}
      </Group>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={3} />}
      {data?.tokens.length === 0 && (
        <EmptyPanel
          icon={<IconKey size={40} stroke={1.4} />}
          title={t('tokens.empty')}
          description={t('tokens.emptyHint')}
        />
      )}
      {data !== undefined && data.tokens.length > 0 && (
        <>
          <TokensTable tokens={data.tokens} />
          <Text size="sm" c="dimmed" maw="46rem">
            {t('tokens.reissueHint')}
          </Text>
        </>
      )}
      <CreateTokenDialog opened={creating} onClose={dialog.close} />
    </Stack>
  );
}
