import { sql, type Kysely } from 'kysely';
import { jsonbArray, plainArray, textArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { userNameKey, type StoredUser } from '../users/stored-user.ts';
import type { LinkCause, LinkState } from './link.ts';

/** A tie to write. */
export interface LinkEntry {
  readonly user: StoredUser;
  readonly connectionId: string;
  readonly state: Exclude<LinkState, 'tombstoned'>;
  readonly cause: LinkCause;
  readonly heldLoginName?: string;
}

/** The last entry of each tie: one statement may not touch a row twice. */
function lastOfEach(entries: readonly LinkEntry[]): readonly LinkEntry[] {
  return [...new Map(entries.map((entry) => [`${entry.user.id} ${entry.connectionId}`, entry])).values()];
}

const upsert = prepare<never>(
  'write links',
  `insert into links (organization_id, connection_id, user_id, state, cause, held_login_name, since)
   select *, $7::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[], $6::text[])
   on conflict (organization_id, user_id, connection_id) do update set
     state = excluded.state,
     since = case when links.state = excluded.state then links.since else excluded.since end,
     cause = case when links.state = excluded.state then links.cause else excluded.cause end,
     held_login_name = coalesce(excluded.held_login_name, links.held_login_name)
   where not (excluded.state = 'conflict' and links.state in ('linked', 'conflict'))`,
);

/** Writes ties of users that are locked. A conflict never undoes a link, and a login name is held until it is settled. */
export async function writeLinks(transaction: Kysely<Tables>, all: readonly LinkEntry[], now: Date): Promise<void> {
  if (all.length === 0) return;
  const entries = lastOfEach(all);
  await upsert(transaction, [
    ...tieValues(entries),
    textArray(entries.map(({ state }) => state)),
    jsonbArray(entries.map(({ cause }) => JSON.stringify(cause))),
    textArray(entries.map(({ heldLoginName }) => heldLoginName ?? null)),
    now,
  ]);
}

function tieValues(entries: readonly LinkEntry[]): unknown[] {
  return [
    plainArray(entries.map(({ user }) => user.organizationId)),
    plainArray(entries.map(({ connectionId }) => connectionId)),
    plainArray(entries.map(({ user }) => user.id)),
  ];
}

interface Tombstoned {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly userName: string;
  readonly externalId: string | null;
}

/** Which of these users, by their place in the list, a tombstone of the connection keeps out: by name or identifier. */
export async function findTombstoned(
  transaction: Kysely<Tables>,
  users: readonly Tombstoned[],
): Promise<ReadonlySet<number>> {
  if (users.length === 0) return new Set();
  const { rows } = await sql<{ position: number }>`
    select (position - 1)::integer as position
    from unnest(
      ${users.map(({ organizationId }) => organizationId)}::uuid[],
      ${users.map(({ connectionId }) => connectionId)}::uuid[],
      ${users.map(({ userName }) => userNameKey(userName))}::text[],
      ${users.map(({ externalId }) => externalId)}::text[]
    ) with ordinality as wanted (organization_id, connection_id, login_name_key, external_id, position)
    where exists (
      select from links
      where links.organization_id = wanted.organization_id and links.connection_id = wanted.connection_id
        and links.state = 'tombstoned' and links.login_name_key = wanted.login_name_key
    ) or exists (
      select from links
      where links.organization_id = wanted.organization_id and links.connection_id = wanted.connection_id
        and links.state = 'tombstoned' and links.external_id = wanted.external_id
    )`.execute(transaction);
  return new Set(rows.map(({ position }) => position));
}

/** A user who is about to be deleted, and through which connection, if through one. */
export interface Deletion {
  readonly user: StoredUser;
  readonly cause: LinkCause;
  readonly connectionId: string | undefined;
}

/**
 * What deletions leave in the ledger: a tombstone where a connection with that rule had a link and did not ask for the
 * deletion itself, and nothing otherwise.
 */
export async function leaveLinks(transaction: Kysely<Tables>, gone: readonly Deletion[], now: Date): Promise<void> {
  if (gone.length === 0) return;
  const ids = gone.map(({ user }) => user.id);
  const organizations = gone.map(({ user }) => user.organizationId);
  await sql`
    update links set
      state = 'tombstoned', since = ${now}, cause = gone.cause, held_login_name = null, login_name = gone.login_name,
      login_name_key = gone.login_name_key, display_name = gone.display_name, external_id = gone.external_id,
      resource = gone.resource
    from unnest(
      ${organizations}::uuid[],
      ${ids}::uuid[],
      ${gone.map(({ connectionId }) => connectionId ?? null)}::uuid[],
      ${gone.map(({ cause }) => JSON.stringify(cause))}::jsonb[],
      ${gone.map(({ user }) => user.userName)}::text[],
      ${gone.map(({ user }) => userNameKey(user.userName))}::text[],
      ${gone.map(({ user }) => user.displayName)}::text[],
      ${gone.map(({ user }) => user.externalId ?? null)}::text[],
      ${gone.map(({ user }) => JSON.stringify(user.resource))}::json[]
    ) as gone (organization_id, user_id, connection_id, cause, login_name, login_name_key, display_name, external_id,
      resource)
    join connections on connections.organization_id = gone.organization_id and connections.deleted_users = 'tombstone'
    where links.organization_id = gone.organization_id and links.user_id = gone.user_id and links.state = 'linked'
      and links.connection_id = connections.id and links.connection_id is distinct from gone.connection_id`.execute(
    transaction,
  );
  await sql`
    delete from links using unnest(${organizations}::uuid[], ${ids}::uuid[]) as gone (organization_id, user_id)
    where links.organization_id = gone.organization_id and links.user_id = gone.user_id
      and links.state <> 'tombstoned'`.execute(transaction);
}
