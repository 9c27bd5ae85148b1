import { diffProfile, fromResource, managedTargets, type AppProfile } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { isRemoteId, listPages } from '@lockstep/scim-client';
import { sql } from 'kysely';
import { lockPairsOf } from '../app-users/lock-pairs.ts';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { OutboundContext } from '../options.ts';
import { openTarget, type Target } from '../target/open-target.ts';

/*
 * The slow sweep finds what changed at the target without us: an attribute that somebody edited there, an account that
 * was activated or deleted by hand. Of each application, once in `sweepMs`, it reads the accounts in pages and compares
 * them with what was applied. It corrects nothing itself: a pair that differs is made due with its account unknown, so
 * that the reconciler reads it first and sends what is really missing, under the switches as always. A pair that is due
 * or leased is left alone: its own work will see. A target that is idle costs one list a day, and no CPU between.
 */

interface Applied {
  readonly user_id: string;
  readonly remote_id: string;
  readonly desired_generation: string;
  readonly applied_profile: JsonObject;
}

/** Sweeps one application whose time has come, if there is one; of several processes one does it. */
export async function sweepOne(context: OutboundContext, stopped: () => boolean): Promise<void> {
  const { rows } = await sql<ApplicationRow>`
    update applications set sweep_at = now() + ${context.limits.sweepMs} * interval '1 millisecond'
    where (organization_id, id) = (
      select organization_id, id from applications
      where sweep_at <= now() and api_integration and not pause_probe and (paused_until is null or paused_until <= now())
      order by sweep_at limit 1
      for update skip locked
    )
    returning *`.execute(context.database.db);
  const [row] = rows;
  if (row === undefined) return;
  const target = openTarget(context, row);
  const seen = new Set<string>();
  for await (const page of listPages(target.client, '/Users')) {
    // the rest is for the next time: what cannot be listed is found when its person changes
    if (!page.ok || stopped()) return;
    const accounts = new Map(
      page.resources.flatMap((one) => (isRemoteId(one['id']) ? [[one['id'], one] as const] : [])),
    );
    for (const id of accounts.keys()) seen.add(id);
    await doubt(context, row, await differing(context, row, target, accounts));
    if (!(await context.fence.isOpen(row))) return;
  }
  await doubt(context, row, await missing(context, row, seen));
}

async function differing(
  context: OutboundContext,
  row: ApplicationRow,
  target: Target,
  accounts: ReadonlyMap<string, JsonObject>,
): Promise<Applied[]> {
  const { rows } = await sql<Applied>`
    select ${columns} from app_users
    where ${settledOf(row)} and remote_id = any(${[...accounts.keys()]}::text[])`.execute(context.database.db);
  const { template } = target;
  return rows.filter(({ remote_id: id, applied_profile: applied }) => {
    const held = fromResource(accounts.get(id) ?? {}, managedTargets(template));
    return diffProfile(template, held, applied as AppProfile).length > 0;
  });
}

/** Pairs of a chunk; a hundred thousand ids are not sent to and fro at once. */
const chunk = 1000;

/** Pairs whose account was not among those listed. Changes meanwhile may have moved one past us: it is only doubted. */
async function missing(context: OutboundContext, row: ApplicationRow, seen: ReadonlySet<string>): Promise<Applied[]> {
  const found: Applied[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<Applied>`
      select ${columns} from app_users
      where ${settledOf(row)} and user_id > ${after}::uuid
      order by user_id limit ${chunk}`.execute(context.database.db);
    found.push(...rows.filter(({ remote_id: id }) => !seen.has(id)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < chunk) return found;
    after = last.user_id;
  }
}

const columns = sql`user_id, remote_id, desired_generation, applied_profile`;

/** In step, with an account whose profile is known. */
function settledOf(row: ApplicationRow) {
  return sql`organization_id = ${row.organization_id} and application_id = ${row.id} and remote_id is not null
    and applied_profile is not null and next_attempt_at is null and lease_until is null`;
}

/** Makes the pairs due with their account unknown, where nobody else did meanwhile. */
async function doubt(context: OutboundContext, row: ApplicationRow, pairs: readonly Applied[]): Promise<void> {
  for (let from = 0; from < pairs.length; from += chunk) {
    const some = pairs.slice(from, from + chunk);
    await sql`
      with locked as (
        ${lockPairsOf(row, sql`user_id = any(${some.map(({ user_id: id }) => id)}::uuid[])`)}
      )
      update app_users p
      set applied_profile = null, remote_version = null, next_attempt_at = now(), attempts = 0
      from locked l join unnest(
        ${some.map(({ user_id: id }) => id)}::uuid[],
        ${some.map(({ desired_generation: generation }) => generation)}::bigint[]
      ) as s(user_id, generation) using (user_id)
      where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
        and p.desired_generation = s.generation and p.next_attempt_at is null and p.lease_until is null
    `.execute(context.database.db);
  }
  if (pairs.length === 0) return;
  context.touch(row.organization_id, row.id);
  context.wake();
}
