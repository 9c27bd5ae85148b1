import type { Kysely } from 'kysely';
import type { Actor, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** What somebody did about tasks. */
export interface TaskDeed {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly deed: 'retried' | 'dismissed';
}

const subjects = ['people', 'groups', 'members'] as const;

/** A task that somebody decided about, and what it is about. */
export interface ChangedTask {
  readonly applicationId: string;
  readonly about: (typeof subjects)[number];
  /** A login name, a group's name, or a group's name and the target's id of the member. */
  readonly name: string;
}

/** Names that an entry holds at most of each kind, beside the number of all. */
const mostNames = 100;

/** Says in the audit log what was done about tasks: one entry for each application, as it was one deed. */
export async function recordTaskDeed(
  transaction: Kysely<Tables>,
  { organizationId, actor, deed }: TaskDeed,
  tasks: readonly ChangedTask[],
): Promise<void> {
  const entries = [...Map.groupBy(tasks, ({ applicationId }) => applicationId)].map(
    ([resourceId, own]): ChangeEntry => {
      const named = subjects.map((path) => ({ path, after: namesOf(own, path) }));
      const attributes = [{ path: deed, after: own.length }, ...named.filter(({ after }) => after.length > 0)];
      return { organizationId, actor, resourceType: 'Task', resourceId, operation: 'update', attributes };
    },
  );
  await recordChanges(transaction, entries);
}

function namesOf(tasks: readonly ChangedTask[], subject: ChangedTask['about']): string[] {
  const names = tasks.flatMap(({ about, name }) => (about === subject ? [name] : []));
  return names.toSorted().slice(0, mostNames);
}
