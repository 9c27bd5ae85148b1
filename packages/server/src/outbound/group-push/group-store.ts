import type { GroupMember, MemberChanges } from '@lockstep/scim-client';
import { sql, type RawBuilder } from 'kysely';
import type { OutboundContext } from '../options.ts';
import type { GroupStore, PushedGroup, PushedGroupKey } from './pushed-group.ts';

/** The database side of the work on one group. */
export function groupStoreOf({ database }: OutboundContext, push: PushedGroup): GroupStore {
  const { db } = database;
  const mine = sql`${isGroup('g', push)} and g.lease_owner = ${push.owner} and g.lease_until > now()`;
  return {
    recordIntent: async (name) => {
      const { numAffectedRows = 0n } = await sql`
        update pushed_groups g set intended_name = ${name} where ${mine}`.execute(db);
      return numAffectedRows > 0n;
    },
    isTaken: async (remoteId) => {
      const { rows } = await sql`
        select from pushed_groups
        where organization_id = ${push.organizationId} and application_id = ${push.applicationId}
          and remote_id = ${remoteId} and group_id <> ${push.groupId}`.execute(db);
      return rows.length > 0;
    },
    replaceHeld: async (remoteIds) => {
      await sql`
        with mine as (select from pushed_groups g where ${mine} for no key update),
        gone as (
          delete from pushed_group_members m using mine
          where ${isGroup('m', push)} and m.held and not m.remote_id = any(${remoteIds}::text[])
        )
        insert into pushed_group_members (organization_id, application_id, group_id, remote_id, held)
        select distinct ${push.organizationId}::uuid, ${push.applicationId}::uuid, ${push.groupId}::uuid, id, true
        from mine, unnest(${remoteIds}::text[]) as id
        on conflict (organization_id, application_id, group_id, remote_id) do update set held = true,
          error_message = null, error_status = null, error_at = null, error_exchange = null, dismissed_at = null
        where not pushed_group_members.held`.execute(db);
    },
    differences: () => findDifferences(db, push),
    desired: async () => {
      const [people, rows] = await Promise.all([belonging(db, push), recorded(db, push)]);
      const refused = new Set(rows.filter((row) => row.refused).map((row) => row.remote_id));
      return people.filter(({ remoteId }) => !refused.has(remoteId));
    },
    recordSent: async ({ add, remove }) => {
      const { rows } = await sql<{ goes_on: boolean }>`
        with mine as (
          select a.push_groups and a.api_integration and (g.active or g.ending is not null) as goes_on
          from pushed_groups g
          join applications a on a.organization_id = g.organization_id and a.id = g.application_id
          where ${mine} for no key update of g
        ), gone as (
          delete from pushed_group_members m using mine
          where ${isGroup('m', push)} and m.remote_id = any(${remove}::text[])
        ), come as (
          insert into pushed_group_members (organization_id, application_id, group_id, remote_id, held)
          select ${push.organizationId}::uuid, ${push.applicationId}::uuid, ${push.groupId}::uuid, id, true
          from mine, unnest(${add.map(({ remoteId }) => remoteId)}::text[]) as id
          on conflict (organization_id, application_id, group_id, remote_id) do update set held = true
        )
        select goes_on from mine`.execute(db);
      return rows[0]?.goes_on === true;
    },
    park: async ({ add, remove }, error) => {
      const [member] = [...add.map(({ remoteId }) => remoteId), ...remove];
      const exchange = error.exchange === undefined ? null : JSON.stringify(error.exchange);
      await sql`
        with mine as (select from pushed_groups g where ${mine} for no key update)
        insert into pushed_group_members
          (organization_id, application_id, group_id, remote_id, held, error_message, error_status, error_at, error_exchange)
        select ${push.organizationId}::uuid, ${push.applicationId}::uuid, ${push.groupId}::uuid, ${member}::text,
          ${remove.length > 0}, ${error.message}, ${error.status ?? null}::integer, now(), ${exchange}::jsonb
        from mine
        on conflict (organization_id, application_id, group_id, remote_id) do update
        set error_message = excluded.error_message, error_status = excluded.error_status, error_at = now(),
          error_exchange = excluded.error_exchange, dismissed_at = null`.execute(db);
    },
  };
}

type Db = OutboundContext['database']['db'];

/** The row, by the alias of its table. */
export function isGroup(alias: 'g' | 'm', key: PushedGroupKey): RawBuilder<unknown> {
  const table = sql.raw(alias);
  return sql`${table}.organization_id = ${key.organizationId} and ${table}.application_id = ${key.applicationId}
    and ${table}.group_id = ${key.groupId}`;
}

/** Who has an active account, and is in the directory's group. */
async function belonging(db: Db, key: PushedGroupKey): Promise<GroupMember[]> {
  const { rows } = await sql<{ remote_id: string; login_name: string }>`
    select p.remote_id, p.login_name from group_members b
    join app_users p on p.organization_id = b.organization_id and p.user_id = b.user_id
    where b.organization_id = ${key.organizationId} and b.group_id = ${key.groupId}
      and p.application_id = ${key.applicationId} and p.status = 'PROVISIONED' and p.remote_id is not null
    order by p.remote_id`.execute(db);
  return rows.map((row) => ({ remoteId: row.remote_id, display: row.login_name }));
}

interface RecordedRow {
  remote_id: string;
  held: boolean;
  refused: boolean;
}

async function recorded(db: Db, key: PushedGroupKey): Promise<RecordedRow[]> {
  const { rows } = await sql<RecordedRow>`
    select m.remote_id, m.held, m.error_message is not null as refused from pushed_group_members m
    where ${isGroup('m', key)} order by m.remote_id`.execute(db);
  return rows;
}

/**
 * Compared here and not in SQL: on tables that were filled a moment ago, PostgreSQL would compare each member with each.
 * A refusal to add somebody who does not belong there any more, or to remove somebody who does again, is forgotten.
 */
async function findDifferences(db: Db, push: PushedGroup): Promise<MemberChanges> {
  const [people, rows] = await Promise.all([belonging(db, push), recorded(db, push)]);
  const wanted = new Set(people.map(({ remoteId }) => remoteId));
  const known = new Set(rows.map((row) => row.remote_id));
  const stale = rows.filter((row) => row.refused && row.held === wanted.has(row.remote_id));
  if (stale.length > 0) await forgetRefusals(db, push, stale);
  const surplus = rows.filter((row) => row.held && !row.refused && !wanted.has(row.remote_id));
  return {
    add: people.filter(({ remoteId }) => !known.has(remoteId)),
    remove: surplus.map((row) => row.remote_id),
  };
}

async function forgetRefusals(db: Db, push: PushedGroup, rows: readonly RecordedRow[]): Promise<void> {
  const ids = rows.map((row) => row.remote_id);
  await sql`
    delete from pushed_group_members m
    where ${isGroup('m', push)} and not m.held and m.remote_id = any(${ids}::text[])`.execute(db);
  await sql`
    update pushed_group_members m
    set error_message = null, error_status = null, error_at = null, error_exchange = null, dismissed_at = null
    where ${isGroup('m', push)} and m.held and m.remote_id = any(${ids}::text[])`.execute(db);
}
