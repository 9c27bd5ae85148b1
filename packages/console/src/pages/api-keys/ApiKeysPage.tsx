import { Anchor, Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { apiKeysQuery } from '../../api/api-keys.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { ApiKeysTable } from './ApiKeysTable.tsx';
import { CreateApiKeyDialog } from './CreateApiKeyDialog.tsx';

const pageSize = 50;

/** What automation signs in with: the same admin API that the console uses. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  const mayWrite = useGranted('security:write');
  const { data, error, refetch } = useQuery(apiKeysQuery(useOrg(), { cursor: url.cursor, limit: pageSize }));
  const [creating, dialog] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title={t('nav.apiKeys')}
        description={t('apiKeys.about')}
        actions={
          mayWrite && (
            <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
              {t('apiKeys.create')}
            </Button>
          )
        }
      />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={3} />}
      {data?.apiKeys.length === 0 && (
        <EmptyPanel
          icon={<IconKey size={40} stroke={1.4} />}
          title={t('apiKeys.empty')}
          description={t('apiKeys.emptyHint')}
        />
      )}
      {data !== undefined && data.apiKeys.length > 0 && (
        <>
          <ApiKeysTable apiKeys={data.apiKeys} mayWrite={mayWrite} />
          <Pager url={url} pageSize={pageSize} shown={data.apiKeys.length} next={data.next} />
        </>
      )}
      <Text size="sm" c="dimmed" mt="md">
        {t('apiKeys.reference')}{' '}
        <Anchor href="/api/reference" underline="always">
          /api/reference
        </Anchor>
      </Text>
      <CreateApiKeyDialog opened={creating} onClose={dialog.close} />
    </>
  );
}
