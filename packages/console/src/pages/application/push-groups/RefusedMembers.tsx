import { Stack, Table, Text } from '@mantine/core';
import type { PushedGroup } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { refusedMembersQuery } from '../../../api/group-push.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';

/** The members whom the application refused to add or to remove, with what it said. */
export function RefusedMembers({ group }: { readonly group: PushedGroup }) {
  const { t } = useTranslation();
  const { slug } = useApplication();
  const { data, error, refetch } = useQuery(refusedMembersQuery(useOrg(), slug, group.groupId));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton rows={3} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t('pushGroups.refusedHint')}</Text>
      <DataTable
        label={t('pushGroups.refusedTitle', { name: group.displayName })}
        columns={[
          { key: 'name', label: t('user.displayName') },
          { key: 'was', label: t('pushGroups.was') },
          { key: 'at', label: t('pushGroups.at'), from: 'xs' },
        ]}
      >
        {data.members.map((member) => (
          <Table.Tr key={member.remoteId}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm" fw={500}>
                {member.displayName ?? member.remoteId}
              </Text>
              <Text size="xs" c="dimmed" lang="en">
                {member.message}
              </Text>
            </Table.Td>
            <Table.Td>{t(`pushGroups.refusals.${member.was}`)}</Table.Td>
            <Table.Td visibleFrom="xs">
              <RelativeTime at={member.at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
    </Stack>
  );
}
