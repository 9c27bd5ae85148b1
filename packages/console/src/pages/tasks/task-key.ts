import type { Task } from '@lockstep/admin-api';
import type { ChosenTasks } from '../../api/tasks.ts';

type TaskKey = Extract<ChosenTasks, { tasks: unknown }>['tasks'][number];

/** What names a task to the admin API. */
export function keyOf({ application: { slug: application }, about, userId, group, remoteId }: Task): TaskKey {
  if (about === 'user' || group === undefined) return { application, user: userId ?? '' };
  return {
    application,
    group: group.id,
    ...(about === 'member' && remoteId !== undefined ? { member: remoteId } : {}),
  };
}
