import { Divider, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../api/audit.ts';
import { ActorName } from '../../components/changes/ActorName.tsx';
import { AttributeChanges } from '../../components/changes/AttributeChanges.tsx';
import { ChangeTitle } from '../../components/changes/ChangeTitle.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DetailsFold } from '../../ui/DetailsFold.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

const shown = 20;

function History({ userId }: { readonly userId: string }) {
  const { data, error, refetch } = useQuery(auditQuery(useOrg(), { resource: userId, limit: shown }));
  const { t } = useTranslation();
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={60} />;
  if (data.entries.length === 0) return <Text size="sm">{t('audit.empty')}</Text>;
  return (
    <Stack gap="xs">
      {data.entries.map((entry) => (
        <Stack key={entry.id} gap={4}>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <ChangeTitle entry={entry} />
            <Text size="xs" component="div">
              <RelativeTime at={entry.at} />
            </Text>
          </Group>
          <AttributeChanges entry={entry} />
          <ActorName actor={entry.actor} />
          <Divider />
        </Stack>
      ))}
    </Stack>
  );
}

/** What happened to a user, by whom: the newest entries of the audit log. */
export function UserHistory({ userId }: { readonly userId: string }) {
  const { t } = useTranslation();
  return (
    <DetailsFold label={t('audit.history')}>
      <History userId={userId} />
    </DetailsFold>
  );
}
