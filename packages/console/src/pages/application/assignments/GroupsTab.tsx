import { useQuery } from '@tanstack/react-query';
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Text } from '@mantine/core';
import { groupAssignmentsQuery, useOrderGroups } from '../../../api/assignments.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyPanel } from '../../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { AssignmentsTabs } from './AssignmentsTabs.tsx';
import { GroupAssignmentRow } from './GroupAssignmentRow.tsx';

/** The groups of an application in the order of their priority. */
export function GroupsTab() {
  return (
    <AssignmentsTabs tab="groups">
      <GroupList />
    </AssignmentsTabs>
  );
}

function GroupList() {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const notify = useNotify();
  const order = useOrderGroups(org, slug);
  const { data, error, refetch } = useQuery(groupAssignmentsQuery(org, slug));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  const { groups } = data;
  if (groups.length === 0) {
    return (
      <EmptyPanel
        icon={<IconUsersGroup size={40} stroke={1.4} />}
        title={t('assignments.empty')}
        description={t('assignments.emptyHint')}
      />
    );
  }
  const move = (index: number, by: -1 | 1): void => {
    const ids = groups.map(({ group }) => group.id);
    const [moved] = ids.splice(index, 1);
    if (moved === undefined) return;
    ids.splice(index + by, 0, moved);
    order.mutate(ids, { onError: notify.failed, onSuccess: () => notify.done(t('assignments.ordered')) });
  };
  return (
    <div>
      <DataTable
        label={t('assignments.groups')}
        columns={[
          { key: 'priority', label: t('assignments.priority'), width: 130 },
          { key: 'name', label: t('assignments.group') },
          { key: 'members', label: t('assignments.membersHead'), from: 'sm' },
          { key: 'values', label: t('assignments.values'), from: 'md' },
          { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
        ]}
      >
        {groups.map((one, index) => (
          <GroupAssignmentRow
            key={one.group.id}
            assignment={one}
            last={index === groups.length - 1}
            busy={order.isPending}
            onMove={(by) => move(index, by)}
          />
        ))}
      </DataTable>
      {groups.length > 1 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('assignments.priorityHint')}
        </Text>
      )}
    </div>
  );
}
