import { Anchor, Button, Code, Group, Paper, Stack, Text } from '@mantine/core';
import type { Task } from '@lockstep/admin-api';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ChosenTasks } from '../../api/tasks.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DetailsFold } from '../../ui/DetailsFold.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { explainTask } from './explain-task.ts';

interface TaskCardProps {
  readonly task: Task;
  readonly mayWrite: boolean;
  readonly onRetry: (chosen: ChosenTasks) => void;
  readonly onDismiss: (chosen: ChosenTasks) => void;
}

/** What failed, for whom, in plain words; below it what was really exchanged. */
export function TaskCard({ task, mayWrite, onRetry, onDismiss }: TaskCardProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const { application, displayName, loginName } = task;
  const explanation = explainTask(task);
  const chosen = { tasks: [{ application: application.slug, user: task.userId }] };
  return (
    <Paper component="article" aria-label={t('tasks.of', { name: displayName, application: application.name })}>
      <Stack gap="xs">
        <Group justify="space-between" align="start" gap="xs">
          <div>
            <Text fw={600}>{t(`tasks.kinds.${explanation}.what`)}</Text>
            <Text size="sm">
              <Anchor component={Link} to={`/o/${org}/directory/users?user=${task.userId}`} size="sm">
                {displayName}
              </Anchor>{' '}
              <Text span size="sm" c="dimmed">
                {loginName}
              </Text>
              {' · '}
              <Anchor
                component={Link}
                to={`/o/${org}/applications/${application.slug}/assignments/people?search=${encodeURIComponent(loginName)}`}
                size="sm"
              >
                {application.name}
              </Anchor>
              {' · '}
              <RelativeTime at={task.at} />
            </Text>
          </div>
          {mayWrite && (
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                leftSection={<IconRefresh size={14} />}
                aria-label={t('tasks.retryOf', { name: displayName, application: application.name })}
                onClick={() => onRetry(chosen)}
              >
                {t('common.retry')}
              </Button>
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                leftSection={<IconX size={14} />}
                aria-label={t('tasks.dismissOf', { name: displayName, application: application.name })}
                onClick={() => onDismiss(chosen)}
              >
                {t('tasks.dismiss')}
              </Button>
            </Group>
          )}
        </Group>
        <Text size="sm">{t(`tasks.kinds.${explanation}.todo`)}</Text>
        <DetailsFold label={t('tasks.details')}>
          <Stack gap="xs">
            <Text size="sm" lang="en">
              {task.message}
            </Text>
            {task.exchange !== undefined && (
              <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                {printExchange(task.exchange)}
              </Code>
            )}
          </Stack>
        </DetailsFold>
      </Stack>
    </Paper>
  );
}

function printExchange({ method, url, body, status, contentType, answer }: NonNullable<Task['exchange']>): string {
  const asked = [`${method} ${url}`, ...(body === undefined ? [] : [pretty(body)])];
  const got =
    status === undefined ? [] : [`${status} ${contentType ?? ''}`, ...(answer === '' ? [] : [pretty(answer)])];
  return [...asked, ...got].join('\n\n');
}

/** JSON on lines of its own; anything else as it is. */
function pretty(text = ''): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
