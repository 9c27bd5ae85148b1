import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { lockPairsOf } from '../app-users/lock-pairs.ts';
import { findApplicationId, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';

/** How far the last force sync has come: `total` pairs are `waiting` to be compared, or had a result. */
export interface ForceSync {
  readonly state: 'running' | 'finished';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly total: number;
  readonly waiting: number;
  /** The account was what it should be: nothing was sent. */
  readonly same: number;
  readonly sent: number;
  /** A switch keeps back what differs. */
  readonly held: number;
  readonly failed: number;
}

export type StartForceSyncOutcome =
  | { readonly kind: 'started'; readonly forceSync: ForceSync }
  | { readonly kind: 'integration_off' }
  | { readonly kind: 'unknown' };

/**
 * *Force Sync*: every assigned pair becomes due with what is known of its account not trusted, so that the reconciler
 * reads it at the target and sends what differs, under the switches as always. Where nothing differs only reads are
 * sent. Begun again while it runs, it begins anew.
 */
export async function startForceSync(
  context: OutboundContext,
  place: ApplicationPlace,
  actor: Actor,
): Promise<StartForceSyncOutcome> {
  const { organizationId } = place;
  const outcome = await context.database.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('applications')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('slug', '=', place.slug)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return 'unknown';
    if (!row.api_integration) return 'integration_off';
    const id = uuidv7();
    const { numAffectedRows: total = 0n } = await sql`
      with locked as (${lockPairsOf(row, sql`assigned`)})
      update app_users p
      set force_sync_id = ${id}, force_sync_result = null, desired_generation = p.desired_generation + 1,
        next_attempt_at = now(), attempts = 0
      from locked l
      where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
    `.execute(transaction);
    await sql`
      insert into force_syncs (organization_id, application_id, id, total)
      values (${organizationId}, ${row.id}, ${id}, ${total})
      on conflict (organization_id, application_id) do update
      set id = excluded.id, total = excluded.total, started_at = now()`.execute(transaction);
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Application',
        resourceId: row.id,
        operation: 'update',
        attributes: [{ path: 'forceSync', after: Number(total) }],
      },
    ]);
    return row;
  });
  if (typeof outcome === 'string') return { kind: outcome };
  context.touch(organizationId, outcome.id);
  context.wake();
  const forceSync = await readForceSync(context, outcome);
  return forceSync === undefined ? { kind: 'unknown' } : { kind: 'started', forceSync };
}

/** The last one; undefined where there is no such application. */
export async function getForceSync(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<{ readonly forceSync?: ForceSync } | undefined> {
  const id = await findApplicationId(context.database.db, place);
  if (id === undefined) return undefined;
  const forceSync = await readForceSync(context, { organization_id: place.organizationId, id });
  return forceSync === undefined ? {} : { forceSync };
}

interface CountRow {
  readonly started_at: Date;
  readonly total: number;
  readonly waiting: number;
  readonly same: number;
  readonly sent: number;
  readonly held: number;
  readonly failed: number;
}

async function readForceSync(
  context: OutboundContext,
  application: Pick<ApplicationRow, 'organization_id' | 'id'>,
): Promise<ForceSync | undefined> {
  const { rows } = await sql<CountRow>`
    select f.started_at, f.total,
      count(p.user_id) filter (where p.force_sync_result is null)::int as waiting,
      count(*) filter (where p.force_sync_result = 'same')::int as same,
      count(*) filter (where p.force_sync_result = 'sent')::int as sent,
      count(*) filter (where p.force_sync_result = 'held')::int as held,
      count(*) filter (where p.force_sync_result = 'failed')::int as failed
    from force_syncs f
    left join app_users p
      on p.organization_id = f.organization_id and p.application_id = f.application_id and p.force_sync_id = f.id
    where f.organization_id = ${application.organization_id} and f.application_id = ${application.id}
    group by f.organization_id, f.application_id`.execute(context.database.db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { started_at: startedAt, ...counts } = row;
  return { state: counts.waiting > 0 ? 'running' : 'finished', startedAt: startedAt.toISOString(), ...counts };
}
