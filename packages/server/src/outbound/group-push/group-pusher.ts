import type { OutboundContext } from '../options.ts';
import { PairStoppedError } from '../reconciler/failures.ts';
import type { Outcome } from '../reconciler/pair.ts';
import { endPause, pauseApplication } from '../reconciler/pauses.ts';
import { createWorkLoop, type WorkLoop } from '../reconciler/work-loop.ts';
import { fenced } from '../target/fence.ts';
import { openTarget } from '../target/open-target.ts';
import { backoffMs } from '@lockstep/scim-client';
import { claimGroups, renewGroupLeases, type ClaimedGroup } from './claim-groups.ts';
import { groupStoreOf } from './group-store.ts';
import type { GroupWork } from './pushed-group.ts';
import { reconcileGroup } from './reconcile-group.ts';
import { applyPendingRules } from './apply-rules.ts';
import { settleGroup } from './settle-group.ts';

/*
 * States of a pushed group, one row of pushed_groups, and what moves it
 * ---------------------------------------------------------------------
 *
 * They are those of a pair (reconciler.ts): due, leased, in step, failed; and paused, while `active` is false. The row
 * of a group that is unlinked has `ending`, is due, and goes once that is done.
 *
 * mark      The group changed in the directory (mark-groups.ts), or an account of one of its people became active,
 *           inactive or another one (a trigger on app_users): desired_generation + 1, due.
 * claim     Sets the lease. A lease that had run out is taken over with name and members not trusted: the group is read
 *           before members are sent.
 * settled   Name and members are what the directory has. Members whom the target refused are rows of their own with an
 *           error, and nothing more is sent about them until somebody retries.
 * later, paused, failed: as with pairs. After no answer `members_known` is false, or `intended_name` is kept.
 *
 *   no remote id             look up by name → found: link, or ask; none: create without members
 *   remote id is gone        look up by name → link, else create anew; where somebody chose it: ask
 *   members not known        read the group, or replace its members, as the client profile does
 *   members known            send who comes and who goes, in chunks; what is sent is recorded chunk by chunk
 *   deleted in the directory a person says what becomes of the target's group
 */
export function createGroupPusher(context: OutboundContext): WorkLoop {
  return createWorkLoop<ClaimedGroup>(context, {
    atOnce: Math.max(1, Math.floor(context.limits.atOnce / 4)),
    claim: async (owner, room) => {
      await applyPendingRules(context);
      return claimGroups(context, owner, room);
    },
    work: (claimed) => workOn(context, claimed),
    renew: (owner, groups) =>
      renewGroupLeases(
        context,
        owner,
        groups.map(({ push }) => push),
      ),
  });
}

/** Works on one claimed group from the first request to the record of its outcome. */
async function workOn(context: OutboundContext, { push, known }: ClaimedGroup): Promise<void> {
  const { organizationId, applicationId, application } = push;
  context.touch(organizationId, applicationId);
  const outcome = await decide(context, { push, known });
  if (outcome.kind === 'paused') await pauseApplication(context, application, outcome);
  else if (outcome.kind === 'settled' || outcome.kind === 'forgotten') await endPause(context, application);
  await settleGroup(context, { push, known, outcome });
  context.touch(organizationId, applicationId);
}

async function decide(context: OutboundContext, { push, known }: ClaimedGroup): Promise<Outcome> {
  const { limits, random } = context;
  try {
    const target = fenced(context.fence, push.application, openTarget(context, push.application));
    const work: GroupWork = { push, target, store: groupStoreOf(context, push), limits, random, known };
    const outcome = await reconcileGroup(work);
    return outcome.kind === 'suspect' ? await judge(work, outcome) : outcome;
  } catch (error) {
    if (error instanceof PairStoppedError) return error.outcome;
    // a fault of our own: what was sent is not known, and the next try must not trust what we believed
    const { applicationId: application, groupId: group } = push;
    context.log.error({ err: error, application, group }, 'Work on a pushed group failed.');
    known.membersKnown = false;
    const message = error instanceof Error ? error.message : 'An unexpected error.';
    return { kind: 'later', error: { class: 'internal', message }, delayMs: limits.retry.longestMs };
  }
}

/**
 * The application waits where its credentials do not pass the test; where they do, it is about groups. A 403 may pass
 * (cybozu.com answers so while its propagation is off), so it is tried a few times.
 */
async function judge(work: GroupWork, { error }: Extract<Outcome, { kind: 'suspect' }>): Promise<Outcome> {
  const { push, limits, random } = work;
  const test = await work.target.test();
  if (!test.ok) {
    const status = test.answer?.status;
    const found = { class: error.class, message: test.title, ...(status === undefined ? {} : { status }) };
    return { kind: 'paused', error: found, probe: true };
  }
  const again = error.status === 403 && push.attempts < limits.refusalAttempts;
  return again
    ? { kind: 'later', error, delayMs: backoffMs(push.attempts, limits.retry, random) }
    : { kind: 'failed', error };
}
