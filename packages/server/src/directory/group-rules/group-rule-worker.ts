import { sql, type Transaction } from 'kysely';
import type { ChangedResource } from '../../changes/change.ts';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import { followChanges } from '../../changes/follow-changes.ts';
import { plainArray } from '../../storage/array-values.ts';
import type { Database } from '../../storage/database.ts';
import { prepare } from '../../storage/prepared.ts';
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

const findRuled = prepare<{ id: string }>(
  'have group rules',
  `select wanted.id from unnest($1::uuid[]) as wanted (id)
   where (select true from group_rules where group_rules.organization_id = wanted.id and active limit 1)`,
);

/** People who changed are due, where their organization has rules. */
async function markDue(changes: readonly ChangedResource[], transaction: Transaction<Tables>): Promise<void> {
  const ruled = new Set(
    (await findRuled(transaction, [plainArray([...new Set(changes.map(({ organizationId }) => organizationId))])])).map(
      ({ id }) => id,
    ),
  );
  const users = changes.filter((one) => one.resourceType === 'User' && ruled.has(one.organizationId));
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
