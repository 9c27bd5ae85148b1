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
import { keyOf } from './task-key.ts';

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
  const { application, displayName } = task;
  const explanation = explainTask(task);
  const chosen = { tasks: [keyOf(task)] };
  return (
    <Paper component="article" aria-label={t('tasks.of', { name: displayName, application: application.name })}>
      <Stack gap="xs">
        <Group justify="space-between" align="start" gap="xs">
          <div>
            <Text fw={600}>{t(`tasks.kinds.${explanation}.what`)}</Text>
            <Text size="sm">
              <Subject task={task} />
              {' · '}
              <Anchor
                component={Link}
                to={`/o/${org}/applications/${application.slug}/${tabOf(task)}`}
                size="sm"
                underline="always"
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

/** Who or what it is about: the person, the group, or the person in the group. */
function Subject({ task: { about, userId, displayName, loginName, group } }: { readonly task: Task }) {
  const { t } = useTranslation();
  const org = useOrg();
  const groupLink = group !== undefined && (
    <Anchor component={Link} to={`/o/${org}/directory/groups/${group.id}`} size="sm" underline="always">
      {group.displayName}
    </Anchor>
  );
  if (about === 'group') {
    return (
      <>
        {t('tasks.group')} {groupLink}
      </>
    );
  }
  return (
    <>
      {userId === undefined ? (
        displayName
      ) : (
        <Anchor component={Link} to={`/o/${org}/directory/users?user=${userId}`} size="sm" underline="always">
          {displayName}
        </Anchor>
      )}{' '}
      <Text span size="sm" c="dimmed">
        {loginName}
      </Text>
      {groupLink !== false && (
        <>
          {' · '}
          {t('tasks.group')} {groupLink}
        </>
      )}
    </>
  );
}

/** Where the application's page shows it. */
function tabOf({ loginName = '', group }: Task): string {
  return group === undefined
    ? `assignments/people?search=${encodeURIComponent(loginName)}`
    : `push-groups?search=${encodeURIComponent(group.displayName)}`;
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
