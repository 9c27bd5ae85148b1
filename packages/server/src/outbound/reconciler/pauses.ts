import { backoffMs } from '@lockstep/scim-client';
import { sql } from 'kysely';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { OutboundContext } from '../options.ts';
import { openTarget } from '../target/open-target.ts';
import type { PairError } from './pair.ts';

/** The longest wait that a target can impose with `Retry-After`. */
const longestWaitMs = 60 * 60_000;

export interface Pause {
  readonly error: Pick<PairError, 'message' | 'status'>;
  /** What the target asked for; else the wait grows with each pause. */
  readonly retryAfterMs?: number;
  /** The credentials must be tested with success before anything else is sent. */
  readonly probe: boolean;
}

/**
 * Stops sending to an application for a while. Several workers meet the same trouble at once: only the first of them
 * counts, and the longest wait holds.
 */
export async function pauseApplication(context: OutboundContext, row: ApplicationRow, pause: Pause): Promise<void> {
  const { error, retryAfterMs, probe } = pause;
  const grown = backoffMs(row.pause_count + 1, context.limits.pause, context.random);
  const waitMs = Math.min(longestWaitMs, retryAfterMs ?? grown);
  await sql`
    update applications
    set paused_until = greatest(coalesce(paused_until, now()), now() + ${waitMs} * interval '1 millisecond'),
      pause_count = ${row.pause_count} + 1, pause_probe = pause_probe or ${probe},
      pause_message = ${error.message}, pause_status = ${error.status ?? null}
    where organization_id = ${row.organization_id} and id = ${row.id}
      -- settings that were changed meanwhile may have ended the trouble
      and base_url = ${row.base_url} and api_token_sealed is not distinct from ${row.api_token_sealed}
      and tls_ca is not distinct from ${row.tls_ca}
      and tls_certificate is not distinct from ${row.tls_certificate}`.execute(context.database.db);
}

/** After something went well: the next pause begins with a short wait again. Keeps a pause that is under way. */
export async function endPause(context: OutboundContext, row: ApplicationRow): Promise<void> {
  if (row.pause_count === 0) return;
  await sql`
    update applications
    set paused_until = null, pause_probe = false, pause_count = 0, pause_message = null, pause_status = null
    where organization_id = ${row.organization_id} and id = ${row.id} and not pause_probe
      and (paused_until is null or paused_until <= now())`.execute(context.database.db);
}

/**
 * Tests the credentials of one application that waits for it and whose wait is over, if there is one; goes on or waits
 * longer. Of several processes one does it.
 */
export async function probeOne(context: OutboundContext): Promise<void> {
  const { rows } = await sql<ApplicationRow>`
    update applications set paused_until = now() + ${context.limits.leaseMs * 2} * interval '1 millisecond'
    where (organization_id, id) = (
      select organization_id, id from applications
      where pause_probe and api_integration and paused_until <= now()
      order by paused_until limit 1
      for update skip locked
    )
    returning *`.execute(context.database.db);
  const [row] = rows;
  if (row === undefined) return;
  const test = await openTarget(context, row).test();
  if (test.ok) await resume(context, row);
  else await waitLonger(context, row, { message: test.title, ...(test.answer && { status: test.answer.status }) });
  context.touch(row.organization_id, row.id);
}

async function resume(context: OutboundContext, row: ApplicationRow): Promise<void> {
  await sql`
    update applications
    set paused_until = null, pause_probe = false, pause_message = null, pause_status = null
    where organization_id = ${row.organization_id} and id = ${row.id}`.execute(context.database.db);
  context.wake();
}

async function waitLonger(context: OutboundContext, row: ApplicationRow, error: Pause['error']): Promise<void> {
  const waitMs = backoffMs(row.pause_count + 1, context.limits.pause, context.random);
  await sql`
    update applications
    set paused_until = now() + ${waitMs} * interval '1 millisecond', pause_count = ${row.pause_count} + 1,
      pause_message = ${error.message}, pause_status = ${error.status ?? null}
    where organization_id = ${row.organization_id} and id = ${row.id} and pause_probe`.execute(context.database.db);
}
