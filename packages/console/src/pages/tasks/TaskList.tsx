import type { Task } from '@lockstep/admin-api';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { TaskCard } from './TaskCard.tsx';
import { keyOf } from './task-key.ts';
import { useTaskActions } from './use-task-actions.ts';

interface TaskListProps {
  readonly tasks: UseQueryResult<{ tasks: Task[]; total: number; next?: string | undefined }>;
  readonly url: ListUrl;
  readonly pageSize: number;
  readonly mayWrite: boolean;
}

/** A page of tasks, or why there is none. */
export function TaskList({ tasks, url, pageSize, mayWrite }: TaskListProps) {
  const { t } = useTranslation();
  const actions = useTaskActions();
  const { data, error, refetch } = tasks;
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton rows={3} />;
  if (data.tasks.length === 0) {
    const filtered = url.get('search') !== undefined || url.get('application') !== undefined || url.page > 1;
    if (filtered) return <NoMatch onClear={() => url.filter({ search: undefined, application: undefined })} />;
    return (
      <EmptyPanel
        icon={<IconChecks size={40} stroke={1.4} />}
        title={t('tasks.empty')}
        description={t('tasks.emptyHint')}
      />
    );
  }
  return (
    <>
      {data.tasks.map((task) => (
        <TaskCard
          key={JSON.stringify(keyOf(task))}
          task={task}
          mayWrite={mayWrite}
          onRetry={actions.retry}
          onDismiss={actions.dismiss}
        />
      ))}
      <Pager url={url} pageSize={pageSize} shown={data.tasks.length} next={data.next} />
    </>
  );
}
