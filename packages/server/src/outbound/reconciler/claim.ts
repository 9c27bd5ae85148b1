import { sql } from 'kysely';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { OutboundContext } from '../options.ts';
import type { Pair } from './pair.ts';
import { executeKept } from '../../storage/prepared.ts';
import { lockPairs, type PairKey } from '../app-users/lock-pairs.ts';
import { roomForPeople } from './shares.ts';
import { pairColumns, toPair, withRelatedUsers, workJoins, type PairRow } from './work-row.ts';

interface ClaimedRow {
  organization_id: string;
  application_id: string;
  user_id: string;
  /** A lease that ran out: what its holder sent is not known. */
  retaken: boolean;
}

/**
 * Takes up to `room` due pairs for `owner`: deactivations first, then in turn from each application that may be sent
 * to, never more of one than its share of leases over all processes (`shares.ts`). What another worker is taking is
 * skipped: its rows, and applications as a whole, so that two do not both take the last of the room (a claim that
 * commits between another's snapshot and its lock may still exceed it for a moment).
 */
export async function claimPairs(context: OutboundContext, owner: string, room: number): Promise<Pair[]> {
  const { database, limits } = context;
  const rows = await executeKept(
    database.db,
    sql<ClaimedRow>`
    with ready as (
      select a.organization_id, a.id, a.concurrency, a.push_groups from applications a
      where a.api_integration and a.api_token_sealed is not null
        and not a.pause_probe and (a.paused_until is null or a.paused_until <= now())
        and exists (
          select from app_users p
          where p.organization_id = a.organization_id and p.application_id = a.id and p.next_attempt_at <= now()
            and (p.lease_until is null or p.lease_until <= now())
        )
      for no key update of a skip locked
    ), open_applications as (
      select r.organization_id, r.id, ${roomForPeople(limits)} as room
      from ready r
    ), due as (
      select d.* from open_applications o cross join lateral (
        select p.organization_id, p.application_id, p.user_id, p.wanted, p.next_attempt_at, p.lease_owner
        from app_users p
        where p.organization_id = o.organization_id and p.application_id = o.id
          and p.next_attempt_at <= now() and (p.lease_until is null or p.lease_until <= now())
        order by p.wanted, p.next_attempt_at
        limit greatest(o.room, 0)
        for update skip locked
      ) d
    ), chosen as (
      select due.*, row_number() over (
        partition by organization_id, application_id order by wanted, next_attempt_at
      ) as turn
      from due
      order by wanted, turn, next_attempt_at
      limit ${room}
    )
    update app_users p
    set lease_owner = ${owner}, lease_until = now() + ${limits.leaseMs} * interval '1 millisecond',
      attempts = p.attempts + 1
    from chosen c
    where p.organization_id = c.organization_id and p.application_id = c.application_id and p.user_id = c.user_id
    returning p.organization_id, p.application_id, p.user_id, c.lease_owner is not null as retaken`,
  );
  return rows.length === 0 ? [] : loadPairs(context, owner, rows);
}

/**
 * Statements of their own, so that what they read is never older than the generation that was claimed; each application
 * is read once, after its pairs, and all of its pairs share the row.
 */
async function loadPairs(context: OutboundContext, owner: string, claimed: readonly ClaimedRow[]): Promise<Pair[]> {
  const { rows } = await sql<PairRow>`
    select ${pairColumns}
    from unnest(
      ${claimed.map((row) => row.organization_id)}::uuid[],
      ${claimed.map((row) => row.application_id)}::uuid[],
      ${claimed.map((row) => row.user_id)}::uuid[]
    ) as k(organization_id, application_id, user_id)
    ${workJoins}
    where p.lease_owner = ${owner}`.execute(context.database.db);
  const applications = await readApplications(context, rows);
  const retaken = new Set(claimed.filter((row) => row.retaken).map((row) => `${row.application_id}/${row.user_id}`));
  const now = context.now();
  const pairs = rows.flatMap((row) => {
    const application = applications.get(row.application_id);
    // deleted since: its pairs went with it
    if (application === undefined) return [];
    const claim = {
      owner,
      retaken: retaken.has(`${row.application_id}/${row.user_id}`),
      now,
      readBy: application.read_by,
    };
    return [toPair(row, application, claim)];
  });
  return withRelatedUsers(context.database.db, pairs);
}

interface ClaimedApplication extends ApplicationRow {
  readonly read_by: readonly string[];
}

async function readApplications(
  { database }: OutboundContext,
  pairs: readonly PairRow[],
): Promise<Map<string, ClaimedApplication>> {
  const found = new Map<string, ClaimedApplication>();
  for (const { organization_id: organizationId, application_id: id } of pairs) {
    if (found.has(id)) continue;
    const { rows } = await sql<ClaimedApplication>`
      select a.*, array(
        select r.id from applications r where r.organization_id = a.organization_id and a.slug = any(r.reads_accounts)
      ) as read_by
      from applications a where a.organization_id = ${organizationId} and a.id = ${id}`.execute(database.db);
    const [row] = rows;
    if (row !== undefined) found.set(id, row);
  }
  return found;
}

/** Keeps the leases of what is being worked on. */
export async function renewLeases(context: OutboundContext, owner: string, pairs: readonly PairKey[]): Promise<void> {
  await sql`
    with locked as (${lockPairs(pairs)})
    update app_users p set lease_until = now() + ${context.limits.leaseMs} * interval '1 millisecond'
    from locked l
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
      and p.lease_owner = ${owner}`.execute(context.database.db);
}
