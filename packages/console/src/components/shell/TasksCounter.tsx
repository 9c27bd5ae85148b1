import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { taskCountQuery } from '../../api/tasks.ts';
import { useOrg } from '../../hooks/use-org.ts';

/** The number that the badge shows at most. */
const most = 99;

/** How many tasks wait for a person, and the way to them. */
export function TasksCounter() {
  const { t } = useTranslation();
  const org = useOrg();
  const total = useQuery(taskCountQuery(org)).data?.total ?? 0;
  const label = total === 0 ? t('tasks.none') : t('tasks.count', { count: total });
  return (
    <Tooltip label={label}>
      <Indicator label={total > most ? `${most}+` : total} size={16} offset={6} color="red.8" disabled={total === 0}>
        <ActionIcon component={Link} to={`/o/${org}/tasks`} aria-label={label}>
          <IconListCheck size={20} stroke={1.6} />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
