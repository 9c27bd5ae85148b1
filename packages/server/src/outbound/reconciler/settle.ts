import type { AppProfile } from '@lockstep/provisioning';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';
import type { Knowledge, Outcome, Pair, PairError } from './pair.ts';
import { lockPairs } from '../app-users/lock-pairs.ts';
import { isRead, lockAll, markReaders, readersOf } from './settle-read.ts';

/** The end of the work on one pair. */
export interface Settlement {
  readonly pair: Pair;
  readonly known: Knowledge;
  readonly outcome: Outcome;
}

/**
 * Records how work ended, many pairs in one statement, and gives the leases back, where they are still ours. A pair
 * that was marked meanwhile stays due, since what was sent may be out of date already. Where expressions of another
 * application read an account that is another now, its people are marked in the same transaction.
 */
export async function settlePairs(context: OutboundContext, settlements: readonly Settlement[]): Promise<void> {
  if (!settlements.some(isRead)) return settle(context.database.db, settlements);
  await context.database.db.transaction().execute(async (transaction) => {
    const readers = await readersOf(transaction, settlements);
    await lockAll(transaction, settlements, readers);
    await settle(transaction, settlements);
    await markReaders(transaction, readers);
  });
  context.wake();
}

async function settle(db: Kysely<Tables>, settlements: readonly Settlement[]): Promise<void> {
  const rows = JSON.stringify(settlements.map(toRow));
  await sql`
    with locked as (${lockPairs(settlements.map(({ pair }) => pair))})
    update app_users p
    set status = coalesce(r.status, p.status),
      remote_id = r.remote_id, remote_version = r.remote_version,
      applied_profile = r.applied_profile, intended_profile = r.intended_profile,
      delete_at = case when r.remote_id is not null or r.intended_profile is not null then p.delete_at end,
      applied_generation = case when r.in_step then r.generation else p.applied_generation end,
      applied_at = case when r.in_step then now() else p.applied_at end,
      held_by = r.held_by, attempts = r.attempts,
      error_class = r.error_class, error_message = r.error_message, error_status = r.error_status,
      error_at = case when r.error_class is not null then now() end,
      error_exchange = r.error_exchange, dismissed_at = null,
      force_sync_result = case when r.force_sync = p.force_sync_id then r.force_sync_result
        else p.force_sync_result end,
      lease_owner = null, lease_until = null,
      next_attempt_at = case when p.desired_generation > r.generation then now()
        else now() + r.delay_ms * interval '1 millisecond' end
    from locked l join jsonb_to_recordset(${rows}::jsonb) as r(
      organization_id uuid, application_id uuid, user_id uuid, owner uuid, generation bigint, status text,
      remote_id text, remote_version text, applied_profile jsonb, intended_profile jsonb, in_step boolean, held_by text, attempts integer,
      delay_ms float8, error_class text, error_message text, error_status integer, error_exchange jsonb,
      force_sync uuid, force_sync_result text
    ) using (organization_id, application_id, user_id)
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
      and p.lease_owner = r.owner`.execute(db);
}

/** Null `delay_ms`: not due again. */
interface SettledRow {
  readonly in_step: boolean;
  readonly attempts: number;
  readonly delay_ms: number | null;
  readonly held_by: string | null;
  readonly error: PairError | undefined;
}

function toRow({ pair, known, outcome }: Settlement): object {
  const { error, ...row } = outcomeColumns(pair, outcome);
  return {
    ...row,
    organization_id: pair.organizationId,
    application_id: pair.applicationId,
    user_id: pair.userId,
    owner: pair.owner,
    generation: pair.generation,
    status: statusOf(pair, known),
    ...accountColumns(known),
    error_class: error?.class ?? null,
    error_message: error?.message ?? null,
    error_status: error?.status ?? null,
    error_exchange: error?.exchange ?? null,
    force_sync: pair.forceSync ?? null,
    force_sync_result: forceSyncResult(known, outcome) ?? null,
  };
}

/** What came of the comparison for a force sync; undefined: it is still to be made. */
function forceSyncResult(known: Knowledge, outcome: Outcome): 'same' | 'sent' | 'held' | 'failed' | undefined {
  if (outcome.kind === 'failed') return 'failed';
  if (outcome.kind !== 'settled') return undefined;
  if (outcome.heldBy !== undefined) return 'held';
  if (outcome.error !== undefined) return 'failed';
  return known.sent === true ? 'sent' : 'same';
}

function accountColumns({ account, intended }: Knowledge): {
  remote_id: string | null;
  remote_version: string | null;
  applied_profile: AppProfile | null;
  intended_profile: AppProfile | null;
} {
  return {
    remote_id: account?.remoteId ?? null,
    remote_version: account?.version ?? null,
    applied_profile: account?.profile ?? null,
    intended_profile: intended ?? null,
  };
}

/** Null: not known, so it stays as it was. */
function statusOf(pair: Pair, { account }: Knowledge): 'STAGED' | 'PROVISIONED' | 'DEPROVISIONED' | null {
  if (account === undefined) {
    return pair.remoteId !== undefined && pair.wanted === undefined ? 'DEPROVISIONED' : 'STAGED';
  }
  if (account.profile === undefined) return null;
  return account.profile['active'] === false ? 'DEPROVISIONED' : 'PROVISIONED';
}

/** What an outcome makes of the row of what was worked on. */
export function outcomeColumns(pair: Pick<Pair, 'attempts'>, outcome: Outcome): SettledRow {
  const base = { in_step: false, attempts: pair.attempts, delay_ms: null, held_by: null };
  switch (outcome.kind) {
    case 'forgotten':
      return { ...base, in_step: true, attempts: 0, error: undefined };
    case 'settled': {
      const { heldBy, error } = outcome;
      return { ...base, in_step: error === undefined, attempts: 0, held_by: heldBy ?? null, error };
    }
    case 'later':
      return { ...base, delay_ms: outcome.delayMs, error: outcome.error };
    case 'paused':
      // the target's fault, not the pair's: it does not count, and the pair waits for nothing but the application
      return { ...base, attempts: pair.attempts - 1, delay_ms: 0, error: outcome.error };
    case 'turned-off':
      return { ...base, attempts: pair.attempts - 1, delay_ms: 0, error: undefined };
    case 'failed':
    case 'suspect':
      return { ...base, error: outcome.error };
    default:
      return outcome satisfies never;
  }
}
