import { sql } from 'kysely';
import { executeKept } from '../../storage/prepared.ts';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { OutboundContext } from '../options.ts';
import { roomForGroups } from '../reconciler/shares.ts';
import type { GroupKnowledge, PushedGroup, PushedGroupKey } from './pushed-group.ts';

/** A group with what was known of it when it was claimed. */
export interface ClaimedGroup {
  readonly push: PushedGroup;
  readonly known: GroupKnowledge;
}

type ClaimContext = Pick<OutboundContext, 'database' | 'limits'>;

interface ClaimedKey {
  organization_id: string;
  application_id: string;
  group_id: string;
}

interface WorkRow extends ApplicationRow {
  group_id: string;
  desired_generation: string;
  attempts: number;
  directory_name: string | null;
  existing: 'link' | 'task';
  chosen_remote_id: string | null;
  ending: 'leave' | 'delete' | null;
  remote_id: string | null;
  remote_name: string | null;
  intended_name: string | null;
  members_known: boolean;
}

/**
 * Takes up to `room` due groups for `owner`, in turn from each application that may be sent to. People and groups
 * share the leases that an application may have (`shares.ts`). Nothing is taken of an application whose rules are to be
 * looked at: a group that was just renamed may be chosen no more, and then it stays as it is at the target.
 */
export async function claimGroups(context: ClaimContext, owner: string, room: number): Promise<ClaimedGroup[]> {
  const { database, limits } = context;
  const rows = await executeKept(
    database.db,
    sql<ClaimedKey>`
    with ready as (
      select a.organization_id, a.id, a.concurrency, a.push_groups from applications a
      where a.push_groups and a.api_integration and a.api_token_sealed is not null and not a.push_rules_pending
        and not a.pause_probe and (a.paused_until is null or a.paused_until <= now())
        and exists (
          select from pushed_groups g
          where g.organization_id = a.organization_id and g.application_id = a.id and g.next_attempt_at <= now()
            and (g.active or g.ending is not null) and (g.lease_until is null or g.lease_until <= now())
        )
      for no key update of a skip locked
    ), open_applications as (
      select r.organization_id, r.id, ${roomForGroups(limits)} as room
      from ready r
    ), due as (
      select d.* from open_applications o cross join lateral (
        select g.organization_id, g.application_id, g.group_id, g.next_attempt_at, g.lease_owner
        from pushed_groups g
        where g.organization_id = o.organization_id and g.application_id = o.id and g.next_attempt_at <= now()
          and (g.active or g.ending is not null) and (g.lease_until is null or g.lease_until <= now())
        order by g.next_attempt_at
        limit greatest(o.room, 0)
        for update skip locked
      ) d
    ), chosen as (
      select due.*, row_number() over (
        partition by organization_id, application_id order by next_attempt_at
      ) as turn
      from due
      order by turn, next_attempt_at
      limit ${room}
    )
    update pushed_groups g
    set lease_owner = ${owner}, lease_until = now() + ${limits.leaseMs} * interval '1 millisecond',
      attempts = g.attempts + 1, members_known = g.members_known and c.lease_owner is null,
      remote_name = case when c.lease_owner is null then g.remote_name end
    from chosen c
    where g.organization_id = c.organization_id and g.application_id = c.application_id and g.group_id = c.group_id
    returning g.organization_id, g.application_id, g.group_id`,
  );
  return rows.length === 0 ? [] : loadGroups(context, owner, rows);
}

/** A statement of its own, so that what it reads of groups is never older than the generation it reads. */
async function loadGroups(
  context: ClaimContext,
  owner: string,
  claimed: readonly ClaimedKey[],
): Promise<ClaimedGroup[]> {
  const { rows } = await sql<WorkRow>`
    select a.*, p.group_id, p.desired_generation, p.attempts, p.existing, p.chosen_remote_id, p.ending, p.remote_id,
      p.remote_name, p.intended_name, p.members_known,
      case when g.id is null or p.rule_id is null then g.display_name else p.display_name end as directory_name
    from unnest(
      ${claimed.map((row) => row.organization_id)}::uuid[],
      ${claimed.map((row) => row.application_id)}::uuid[],
      ${claimed.map((row) => row.group_id)}::uuid[]
    ) as c(organization_id, application_id, group_id)
    join pushed_groups p using (organization_id, application_id, group_id)
    join applications a on a.organization_id = c.organization_id and a.id = c.application_id
    left join groups g on g.organization_id = c.organization_id and g.id = c.group_id
    where p.lease_owner = ${owner}`.execute(context.database.db);
  return rows.map((row) => toClaimed(row, owner));
}

function toClaimed(row: WorkRow, owner: string): ClaimedGroup {
  return {
    push: {
      organizationId: row.organization_id,
      applicationId: row.id,
      groupId: row.group_id,
      generation: row.desired_generation,
      owner,
      attempts: row.attempts,
      displayName: row.directory_name ?? undefined,
      existing: row.existing,
      chosenRemoteId: row.chosen_remote_id ?? undefined,
      ending: row.ending ?? undefined,
      application: row,
    },
    known: {
      remoteId: row.remote_id ?? undefined,
      name: row.remote_name ?? undefined,
      intended: row.intended_name ?? undefined,
      membersKnown: row.members_known,
      pushed: false,
    },
  };
}

/** Keeps the leases of what is being worked on. */
export async function renewGroupLeases(
  context: OutboundContext,
  owner: string,
  groups: readonly PushedGroupKey[],
): Promise<void> {
  await sql`
    with locked as (
      select g.organization_id, g.application_id, g.group_id from pushed_groups g
      join unnest(
        ${groups.map((key) => key.organizationId)}::uuid[],
        ${groups.map((key) => key.applicationId)}::uuid[],
        ${groups.map((key) => key.groupId)}::uuid[]
      ) as k(organization_id, application_id, group_id) using (organization_id, application_id, group_id)
      order by g.organization_id, g.application_id, g.group_id
      for update of g
    )
    update pushed_groups g set lease_until = now() + ${context.limits.leaseMs} * interval '1 millisecond'
    from locked l
    where g.organization_id = l.organization_id and g.application_id = l.application_id and g.group_id = l.group_id
      and g.lease_owner = ${owner}`.execute(context.database.db);
}
