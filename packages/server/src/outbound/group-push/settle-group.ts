import { sql } from 'kysely';
import { sqlState } from '../../storage/database.ts';
import type { OutboundContext } from '../options.ts';
import type { Outcome } from '../reconciler/pair.ts';
import { outcomeColumns } from '../reconciler/settle.ts';
import { isGroup } from './group-store.ts';
import type { GroupKnowledge, PushedGroup } from './pushed-group.ts';

const uniqueViolation = '23505';

/** The end of the work on one group. */
export interface GroupSettlement {
  readonly push: PushedGroup;
  readonly known: GroupKnowledge;
  readonly outcome: Outcome;
}

/**
 * Records how work ended and gives the lease back, where it is still ours. A group that was marked meanwhile stays due,
 * since what was sent may be out of date already; one that is unlinked is forgotten.
 */
export async function settleGroup(context: OutboundContext, settlement: GroupSettlement): Promise<void> {
  const { push, outcome } = settlement;
  if (outcome.kind === 'forgotten') {
    await sql`delete from pushed_groups g where ${isGroup('g', push)} and g.lease_owner = ${push.owner}
      and g.ending is not null`.execute(context.database.db);
    return;
  }
  try {
    await write(context, settlement);
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    // two groups found the same one at once: the first keeps it
    const clash = { class: 'collision', message: 'The group of the application was just linked to another group.' };
    const known = { remoteId: undefined, name: undefined, intended: undefined, membersKnown: false, pushed: false };
    await write(context, { push, known, outcome: { kind: 'later', error: clash, delayMs: 1000 } });
  }
}

async function write(context: OutboundContext, { push, known, outcome }: GroupSettlement): Promise<void> {
  const { attempts, delay_ms: delayMs, error } = outcomeColumns(push, outcome);
  const exchange = error?.exchange === undefined ? null : JSON.stringify(error.exchange);
  await sql`
    update pushed_groups g
    set remote_id = ${known.remoteId ?? null}, remote_name = ${known.name ?? null},
      intended_name = ${known.intended ?? null}, members_known = ${known.membersKnown},
      pushed_at = case when ${known.pushed} then now() else g.pushed_at end, attempts = ${attempts},
      error_class = ${error?.class ?? null}, error_message = ${error?.message ?? null},
      error_status = ${error?.status ?? null}::integer, error_at = case when ${error !== undefined} then now() end,
      error_exchange = ${exchange}::jsonb, dismissed_at = null,
      lease_owner = null, lease_until = null,
      next_attempt_at = case when g.desired_generation > ${push.generation}::bigint then now()
        else now() + ${delayMs}::float8 * interval '1 millisecond' end
    where ${isGroup('g', push)} and g.lease_owner = ${push.owner}`.execute(context.database.db);
}
