import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { applicationsQuery } from '../../api/applications.ts';
import { tasksQuery } from '../../api/tasks.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { TaskList } from './TaskList.tsx';
import { useTaskActions } from './use-task-actions.ts';

const pageSize = 20;

/** Everything that an application refused and that needs a person, over all applications. */
export function TasksPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const mayWrite = useGranted('applications:write');
  const actions = useTaskActions();
  const applications = useQuery(applicationsQuery(org)).data?.applications ?? [];
  const search = url.get('search');
  const application = url.get('application');
  const tasks = useQuery(
    tasksQuery(org, {
      limit: pageSize,
      ...(search === undefined ? {} : { search }),
      ...(application === undefined ? {} : { application }),
      ...(url.cursor === undefined ? {} : { cursor: url.cursor }),
    }),
  );
  const total = tasks.data?.total ?? 0;
  return (
    <Stack gap="sm">
      <PageHeader
        title={t('nav.tasks')}
        description={t('tasks.about')}
        actions={
          mayWrite &&
          total > 0 && (
            <Button
              leftSection={<IconRefresh size={16} />}
              loading={actions.retrying}
              onClick={() => actions.retry(application === undefined ? {} : { application })}
            >
              {t('tasks.retryAll', { count: total })}
            </Button>
          )
        }
      />
      <Group gap="sm">
        <SearchField
          label={t('people.search')}
          value={search ?? ''}
          onSearch={(text) => url.filter({ search: text })}
        />
        <FilterSelect
          url={url}
          name="application"
          label={t('tasks.application')}
          placeholder={t('tasks.allApplications')}
          data={applications.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      </Group>
      <TaskList tasks={tasks} url={url} pageSize={pageSize} mayWrite={mayWrite} />
    </Stack>
  );
}
