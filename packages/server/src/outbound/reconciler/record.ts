import type { AppProfile } from '@lockstep/provisioning';
import { sql } from 'kysely';
import { isUniqueViolation } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { effectiveAssignment } from '../assignments/effective-assignment.ts';
import type { OutboundContext } from '../options.ts';
import type { Pair } from './pair.ts';
import { lockPairs } from '../app-users/lock-pairs.ts';
import { settlePairs, type Settlement } from './settle.ts';
import type { PairStore } from './work.ts';

/** What the reconciler writes while it works; what comes together is written together. */
export interface Recorder {
  /** The database side of the work on one pair. */
  readonly storeOf: (pair: Pair) => PairStore;
  readonly record: (settlement: Settlement) => Promise<void>;
}

interface Intent {
  readonly pair: Pair;
  readonly profile: AppProfile;
}

export function createRecorder(context: OutboundContext): Recorder {
  const intents = new Lane<Intent, boolean>((items) => recordIntents(context, items));
  const settlements = new Lane<Settlement, void>((items) => settleTogether(context, items));
  return {
    storeOf: (pair) => ({
      recordIntent: (profile) => intents.submit({ pair, profile }),
      claimAccount: (remoteId) => claimAccount(context, pair, remoteId),
    }),
    record: async (settlement) => {
      if (settlement.outcome.kind === 'forgotten' && (await forget(context, settlement.pair))) return;
      await settlements.submit(settlement);
    },
  };
}

/** True for each whose lease still stands. */
async function recordIntents(context: OutboundContext, intents: readonly Intent[]): Promise<boolean[]> {
  const { rows } = await sql<{ user_id: string; application_id: string }>`
    with locked as (${lockPairs(intents.map(({ pair }) => pair))})
    update app_users p set intended_profile = i.profile::jsonb
    from locked l join unnest(
      ${intents.map(({ pair }) => pair.applicationId)}::uuid[],
      ${intents.map(({ pair }) => pair.userId)}::uuid[],
      ${intents.map(({ pair }) => pair.owner)}::uuid[],
      ${intents.map(({ profile }) => JSON.stringify(profile))}::text[]
    ) as i(application_id, user_id, owner, profile) using (application_id, user_id)
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
      and p.lease_owner = i.owner and p.lease_until > now()
    returning p.application_id, p.user_id`.execute(context.database.db);
  const recorded = new Set(rows.map((row) => `${row.application_id}/${row.user_id}`));
  return intents.map(({ pair }) => recorded.has(`${pair.applicationId}/${pair.userId}`));
}

async function settleTogether(context: OutboundContext, settlements: readonly Settlement[]): Promise<undefined[]> {
  try {
    await settlePairs(context, settlements);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // two pairs found the same account: one by one, the first keeps it
    for (const settlement of settlements) await settleAlone(context, settlement);
  }
  return settlements.map(() => undefined);
}

async function settleAlone(context: OutboundContext, settlement: Settlement): Promise<void> {
  try {
    await settlePairs(context, [settlement]);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const clash = { class: 'collision', message: 'The account was just linked to another person.' };
    const known = { account: undefined, intended: undefined };
    await settlePairs(context, [{ ...settlement, known, outcome: { kind: 'later', error: clash, delayMs: 1000 } }]);
  }
}

async function claimAccount(
  context: OutboundContext,
  pair: Pair,
  remoteId: string,
): Promise<'free' | 'owned' | 'busy'> {
  const { rows } = await sql<{ owned: boolean }>`
    select e.user_id is not null and coalesce(u.active, false) as owned
    from app_users k
    left join lateral ${effectiveAssignment} e on true
    left join users u on u.organization_id = k.organization_id and u.id = k.user_id
    where k.organization_id = ${pair.organizationId} and k.application_id = ${pair.applicationId}
      and k.remote_id = ${remoteId} and k.user_id <> ${pair.userId}`.execute(context.database.db);
  const [other] = rows;
  if (other === undefined) return 'free';
  if (other.owned) return 'owned';
  const { numAffectedRows = 0n } = await sql`
    update app_users
    set remote_id = null, remote_version = null, applied_profile = null, intended_profile = null, delete_at = null,
      status = 'DEPROVISIONED', held_by = null
    where organization_id = ${pair.organizationId} and application_id = ${pair.applicationId}
      and remote_id = ${remoteId} and user_id <> ${pair.userId}
      and (lease_until is null or lease_until <= now())`.execute(context.database.db);
  return numAffectedRows > 0n ? 'free' : 'busy';
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
