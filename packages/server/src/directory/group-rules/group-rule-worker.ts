import { sql, type Transaction } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import { followChanges } from '../../changes/follow-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { GroupLane } from '../groups/group-lane.ts';
import { applyDueRules } from './apply-rules.ts';

/** Follows the users and keeps the members of groups as the rules say. */
export interface GroupRuleWorker {
  /** Somebody became due. */
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
}

interface WorkerOptions {
  readonly database: Database;
  readonly signal: FeedSignal;
  readonly lane: GroupLane;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between looks when nobody wakes it. */
  readonly pollMs?: number;
}

export function startGroupRules({ database, signal, lane, onError, pollMs = 1000 }: WorkerOptions): GroupRuleWorker {
  let [stopped, again] = [false, false];
  let running: Promise<void> | undefined;
  async function run(): Promise<void> {
    do {
      again = false;
      while (!stopped && (await applyDueRules(database, lane)));
    } while (again && !stopped);
  }
  const wake = (): void => {
    again = true;
    if (stopped) return;
    running ??= run()
      .catch(onError)
      .finally(() => (running = undefined));
  };
  const follower = followChanges({
    database,
    signal,
    name: 'group-rules',
    organizations: 'select organization_id from group_rules where active',
    onChanges: markDue,
    onApplied: wake,
    onError,
  });
  const timer = setInterval(wake, pollMs);
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await follower.stop();
      await running;
    },
  };
}

/** People who changed are due. */
async function markDue(changes: readonly ChangedResource[], transaction: Transaction<Tables>): Promise<void> {
  const users = changes.filter(({ resourceType }) => resourceType === 'User');
  if (users.length === 0) return;
  await sql`
    insert into group_rule_due (organization_id, user_id)
    select distinct c.organization_id, c.user_id from unnest(
      ${users.map(({ organizationId }) => organizationId)}::uuid[],
      ${users.map(({ resourceId }) => resourceId)}::uuid[]
    ) as c(organization_id, user_id)
    where exists (select from group_rules r where r.organization_id = c.organization_id and r.active)
    order by c.organization_id, c.user_id
    on conflict (organization_id, user_id) do update set since = now()`.execute(transaction);
}
