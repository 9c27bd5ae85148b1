import type { AppProfile } from '@lockstep/provisioning';
import { sql } from 'kysely';
import { sqlState } from '../../storage/database.ts';
import type { OutboundContext } from '../options.ts';
import type { Knowledge, Outcome, Pair, PairError } from './pair.ts';
import type { PairStore } from './work.ts';

const uniqueViolation = '23505';

/** The database side of the work on one pair. */
export function openPairStore(context: OutboundContext, pair: Pair): PairStore {
  return {
    recordIntent: (profile) => recordIntent(context, pair, profile),
    claimAccount: (remoteId) => claimAccount(context, pair, remoteId),
  };
}

async function recordIntent(context: OutboundContext, pair: Pair, profile: AppProfile): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update app_users set intended_profile = ${JSON.stringify(profile)}::jsonb
    where organization_id = ${pair.organizationId} and application_id = ${pair.applicationId}
      and user_id = ${pair.userId} and lease_owner = ${pair.owner} and lease_until > now()`.execute(
    context.database.db,
  );
  return numAffectedRows > 0n;
}

async function claimAccount(
  context: OutboundContext,
  pair: Pair,
  remoteId: string,
): Promise<'free' | 'owned' | 'busy'> {
  const { rows } = await sql<{ owned: boolean }>`
    select s.user_id is not null and coalesce(u.active, false) as owned
    from app_users p
    left join assignments s on s.organization_id = p.organization_id and s.application_id = p.application_id
      and s.user_id = p.user_id
    left join users u on u.organization_id = p.organization_id and u.id = p.user_id
    where p.organization_id = ${pair.organizationId} and p.application_id = ${pair.applicationId}
      and p.remote_id = ${remoteId} and p.user_id <> ${pair.userId}`.execute(context.database.db);
  const [other] = rows;
  if (other === undefined) return 'free';
  if (other.owned) return 'owned';
  const { numAffectedRows = 0n } = await sql`
    update app_users
    set remote_id = null, applied_profile = null, intended_profile = null, status = 'DEPROVISIONED', held_by = null
    where organization_id = ${pair.organizationId} and application_id = ${pair.applicationId}
      and remote_id = ${remoteId} and user_id <> ${pair.userId}
      and (lease_until is null or lease_until <= now())`.execute(context.database.db);
  return numAffectedRows > 0n ? 'free' : 'busy';
}

/**
 * Records how the work ended and gives the lease back, where it is still ours. A pair that was marked meanwhile
 * stays due, since what was sent may be out of date already.
 */
export async function recordOutcome(
  context: OutboundContext,
  pair: Pair,
  known: Knowledge,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'forgotten' && (await forget(context, pair))) return;
  try {
    await settle(context, pair, known, outcome);
  } catch (error) {
    // another pair recorded the same account in between: look again
    if (sqlState(error) !== uniqueViolation) throw error;
    const clash = { class: 'collision', message: 'The account was just linked to another person.' };
    await settle(
      context,
      pair,
      { account: undefined, intended: undefined },
      { kind: 'later', error: clash, delayMs: 1000 },
    );
  }
}

/** False where the pair was marked meanwhile, or is not ours any more. */
async function forget(context: OutboundContext, pair: Pair): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from app_users
    where organization_id = ${pair.organizationId} and application_id = ${pair.applicationId}
      and user_id = ${pair.userId} and lease_owner = ${pair.owner} and desired_generation = ${pair.generation}
  `.execute(context.database.db);
  return numAffectedRows > 0n;
}

async function settle(context: OutboundContext, pair: Pair, known: Knowledge, outcome: Outcome): Promise<void> {
  const { account, intended } = known;
  const columns = outcomeColumns(pair, outcome);
  const error = errorColumns(columns.error);
  await sql`
    update app_users
    set status = coalesce(${statusOf(pair, known)}, status),
      remote_id = ${account?.remoteId ?? null},
      applied_profile = ${toJson(account?.profile)}::jsonb,
      intended_profile = ${toJson(intended)}::jsonb,
      applied_generation = case when ${columns.inStep} then ${pair.generation} else applied_generation end,
      applied_at = case when ${columns.inStep} then now() else applied_at end,
      held_by = ${columns.heldBy},
      attempts = ${columns.attempts},
      error_class = ${error.class}, error_message = ${error.message},
      error_status = ${error.status}, error_at = case when ${error.class}::text is not null then now() end,
      lease_owner = null, lease_until = null,
      next_attempt_at = case
        when desired_generation > ${pair.generation} then now()
        when ${columns.delayMs}::float8 is null then null
        else now() + ${columns.delayMs}::float8 * interval '1 millisecond' end
    where organization_id = ${pair.organizationId} and application_id = ${pair.applicationId}
      and user_id = ${pair.userId} and lease_owner = ${pair.owner}`.execute(context.database.db);
}

function toJson(profile: AppProfile | undefined): string | null {
  return profile === undefined ? null : JSON.stringify(profile);
}

function errorColumns(error: PairError | undefined): {
  class: string | null;
  message: string | null;
  status: number | null;
} {
  return { class: error?.class ?? null, message: error?.message ?? null, status: error?.status ?? null };
}

/** Null: not known, so it stays as it was. */
function statusOf(pair: Pair, { account }: Knowledge): 'STAGED' | 'PROVISIONED' | 'DEPROVISIONED' | null {
  if (account === undefined)
    return pair.remoteId !== undefined && pair.wanted === undefined ? 'DEPROVISIONED' : 'STAGED';
  if (account.profile === undefined) return null;
  return account.profile['active'] === false ? 'DEPROVISIONED' : 'PROVISIONED';
}

interface OutcomeColumns {
  readonly inStep: boolean;
  readonly attempts: number;
  /** Null: not due again. */
  readonly delayMs: number | null;
  readonly heldBy: string | null;
  readonly error: PairError | undefined;
}

function outcomeColumns(pair: Pair, outcome: Outcome): OutcomeColumns {
  const { attempts } = pair;
  const base = { inStep: false, attempts, delayMs: null, heldBy: null };
  switch (outcome.kind) {
    case 'forgotten':
      return { ...base, inStep: true, attempts: 0, error: undefined };
    case 'settled': {
      const { heldBy, error } = outcome;
      return { ...base, inStep: error === undefined, attempts: 0, heldBy: heldBy ?? null, error };
    }
    case 'later':
      return { ...base, delayMs: outcome.delayMs, error: outcome.error };
    case 'paused':
      // the target's fault, not the pair's: it does not count, and the pair waits for nothing but the application
      return { ...base, attempts: attempts - 1, delayMs: 0, error: outcome.error };
    case 'failed':
    case 'suspect':
      return { ...base, error: outcome.error };
    default:
      return outcome satisfies never;
  }
}
