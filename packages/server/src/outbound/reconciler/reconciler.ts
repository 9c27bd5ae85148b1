import type { OutboundContext } from '../options.ts';
import { fenced } from '../target/fence.ts';
import { openTarget } from '../target/open-target.ts';
import { claimPairs, renewLeases } from './claim.ts';
import { startDeletions } from './deletions.ts';
import { PairStoppedError } from './failures.ts';
import { createHealth, type Health } from './health.ts';
import { keepStatistics } from './keep-statistics.ts';
import type { Knowledge, Outcome, Pair } from './pair.ts';
import { endPause, pauseApplication, probeOne } from './pauses.ts';
import { reconcilePair } from './reconcile-pair.ts';
import { createRecorder, type Recorder } from './record.ts';
import { sweepOne } from './sweep.ts';
import type { Work } from './work.ts';
import { createWorkLoop } from './work-loop.ts';

export interface Reconciler {
  start(): void;
  /** Look for due pairs now. */
  wake(): void;
  /** Takes nothing new, waits for what is under way, gives the leases back. */
  stop(): Promise<void>;
}

/*
 * States of a pair, one row of app_users, and what moves it
 * ---------------------------------------------------------
 *
 *             mark, assign, unassign, retry, switch
 *      ┌──────────────────────────────────────────────────────┐
 *      ▼                                                      │
 *   ┌─────┐ claim  ┌────────┐ settled              ┌─────────┴─────────┐
 *   │ due ├───────▶│ leased ├─────────────────────▶│ in step / held /  │
 *   └─────┘        └───┬────┘ failed               │ failed            │
 *    ▲ ▲ ▲             │ │ │  forgotten            └───────────────────┘
 *    │ │ └─ later ─────┘ │ └─────────────────────▶ (row deleted)
 *    │ └─── paused ──────┤
 *    └──── lease runs out┘
 *
 * due       next_attempt_at has come. OUT_OF_SYNC; DISABLED while API integration is off.
 * leased    lease_until is ahead. SYNCING.
 * in step   next_attempt_at is null, no error. SYNCHRONIZED.
 * held      as in step, and held_by names the switch that is off. DISABLED.
 * failed    as in step, and error_message says why. ERROR, until changed or retried.
 *
 * mark      A change of the user, of its assignment or of the base URL: desired_generation + 1, due now. A pair that is
 *           leased stays leased; its worker finds the higher generation when it records, and leaves the pair due.
 * claim     Sets the lease. A lease that had run out is taken over with applied_profile not trusted: the account is
 *           read before anything is sent to it.
 * settled   What is desired was reached by the fewest requests, mostly one, often none.
 * later     A failure that may pass by itself (5xx, no answer, collision): due again after a growing wait. After no
 *           answer applied_profile is null, or intended_profile is kept: read or look up first, never resend blindly.
 * paused    429, 503, unreachable: the pair is due, its application waits (paused_until). After 401, 403, a redirect or
 *           something that is not SCIM, a test of the credentials decides whether it is the application that waits
 *           (pause_probe: until such a test succeeds) or the pair that failed. A 403 although the test succeeds, and
 *           again before anything else went well, makes the application wait too: see health.ts.
 *
 * turned off  API integration was turned off while the pair was worked on: the work ends before its next request, and
 *           the pair stays due. See fence.ts.
 *
 * force sync  Every assigned pair is due with what is known of its account not trusted: it is read, and what differs is
 *           sent. See force-sync.ts.
 *
 * sweep     Once in a long while the accounts at the target are listed. What differs from applied_profile becomes due
 *           with applied_profile null: see sweep.ts.
 *
 * ending    While a pair is not wanted, its row says by which event that came and what the application said then: see
 *           mark.ts. `delete-later` deactivates, and delete_at makes the pair due again: see deletions.ts.
 *
 * Status: STAGED without an account, PROVISIONED with an active one, DEPROVISIONED with an inactive one.
 *
 *   wanted, no account       look up by login name → found: link and update; none: create
 *   wanted, account          send what differs, active: true with it
 *   wanted, account is gone  look up by login name and external id → link, else create anew
 *   not wanted, account      deactivate: active: false; the remote id is kept for when the user is assigned again.
 *                            delete: DELETE. nothing: nothing
 *   not wanted, no account   nothing
 */
export function createReconciler(context: OutboundContext): Reconciler {
  const report = (error: unknown): void => context.log.error({ err: error }, 'The reconciler failed; it goes on.');
  const statistics = keepStatistics(context.database, report);
  const tools: Tools = { recorder: createRecorder(context), health: createHealth() };
  const loop = createWorkLoop<Pair>(context, {
    atOnce: context.limits.atOnce,
    claim: async (owner, room) => {
      const pairs = await claimPairs(context, owner, room);
      statistics.claimed(pairs.length);
      return pairs;
    },
    work: (pair) => workOn(context, tools, pair),
    renew: (owner, pairs) => renewLeases(context, owner, pairs),
  });
  const probes = new Set<Promise<void>>();
  let stopped = true;
  let timers: readonly NodeJS.Timeout[] = [];
  const sweep = oneAtATime(() => sweepOne(context, () => stopped), report);
  const deletions = oneAtATime(() => startDeletions(context), report);

  function probe(): void {
    if (probes.size >= probesAtOnce) return;
    const work = probeOne(context)
      .catch(report)
      .finally(() => probes.delete(work));
    probes.add(work);
  }
  return {
    wake: () => loop.wake(),
    start: () => {
      const { pollMs, sweepMs } = context.limits;
      stopped = false;
      timers = [
        setInterval(probe, pollMs),
        setInterval(sweep.begin, Math.max(pollMs, sweepMs / 1000)),
        setInterval(deletions.begin, pollMs * 20),
      ];
      loop.start();
    },
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.all([loop.stop(), ...probes, sweep.running(), deletions.running()]);
      await statistics.settled();
    },
  };
}

/** Work that is not begun again while it runs. */
function oneAtATime(
  run: () => Promise<unknown>,
  report: (error: unknown) => void,
): { readonly begin: () => void; readonly running: () => Promise<unknown> | undefined } {
  let running: Promise<unknown> | undefined;
  const begin = (): void => {
    running ??= run()
      .catch(report)
      .finally(() => (running = undefined));
  };
  return { begin, running: () => running };
}

/** Tests of credentials at once: one slow target does not keep the others waiting. */
const probesAtOnce = 4;

interface Tools {
  readonly recorder: Recorder;
  readonly health: Health;
}

/** Works on one claimed pair from the first request to the record of its outcome. */
async function workOn(context: OutboundContext, tools: Tools, pair: Pair): Promise<void> {
  context.touch(pair.organizationId, pair.applicationId);
  const { remoteId, remoteVersion: version, applied: profile, intended } = pair;
  const account = remoteId === undefined ? undefined : { remoteId, profile, version };
  const known: Knowledge = { account, intended };
  const outcome = await decide(context, tools, pair, known);
  if (outcome.kind === 'paused') await pauseApplication(context, pair.application, outcome);
  else if (outcome.kind === 'settled') await succeed(context, tools, pair, outcome);
  await tools.recorder.record({ pair, known, outcome });
  context.touch(pair.organizationId, pair.applicationId);
}

/** What is held back by a switch may have been settled without a request: that says nothing of the target. */
async function succeed(
  context: OutboundContext,
  { health }: Tools,
  pair: Pair,
  outcome: Extract<Outcome, { kind: 'settled' }>,
): Promise<void> {
  if (outcome.heldBy !== undefined) return;
  health.succeeded(pair);
  await endPause(context, pair.application);
}

async function decide(context: OutboundContext, tools: Tools, pair: Pair, known: Knowledge): Promise<Outcome> {
  const { limits, random } = context;
  try {
    const target = fenced(context.fence, pair.application, openTarget(context, pair.application));
    const work: Work = { pair, target, store: tools.recorder.storeOf(pair), limits, random, known };
    const outcome = await reconcilePair(work);
    return outcome.kind === 'suspect' ? await judge(work, tools.health, outcome) : outcome;
  } catch (error) {
    if (error instanceof PairStoppedError) return error.outcome;
    // a fault of our own: what was sent is not known, and the next try must not trust what we believed
    context.log.error(
      { err: error, application: pair.applicationId, user: pair.userId },
      'Work on an app user failed.',
    );
    if (known.account !== undefined) known.account = { remoteId: known.account.remoteId, profile: undefined };
    const message = error instanceof Error ? error.message : 'An unexpected error.';
    return { kind: 'later', error: { class: 'internal', message }, delayMs: limits.retry.longestMs };
  }
}

/** The application waits where its credentials do not pass the test; where they do, it may be this pair alone. */
async function judge(work: Work, health: Health, { error }: Extract<Outcome, { kind: 'suspect' }>): Promise<Outcome> {
  const test = await work.target.test();
  if (test.ok) return error.status === 403 ? health.judgeRefusal(work, error) : { kind: 'failed', error };
  const status = test.answer?.status;
  const found = { class: error.class, message: test.title, ...(status === undefined ? {} : { status }) };
  return { kind: 'paused', error: found, probe: true };
}
