import type { Kysely } from 'kysely';
import { jsonArray, jsonbArray, plainArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { BatchTypes } from '../custom-types/batch-types.ts';
import type { LinkState, LockedUser, UserLink } from '../links/link.ts';
import { groupsOfUser, type GroupOfUser } from '../groups/groups-of-users.ts';
import { toStoredUser, userNameKey, type StoredUser, type UserRow } from './stored-user.ts';
import { changeOf } from './user-change.ts';
import { administers, columnValues, storedColumns } from './user-statements.ts';
import type { CreateUser } from './user-write.ts';

/** When a batch is written, and by which types. */
export interface Batch {
  readonly now: Date;
  readonly types: BatchTypes;
}

/** A creation and the user that it makes. */
export interface Creation {
  readonly write: CreateUser;
  readonly user: StoredUser;
}

/** A user before and after a change, and who changed it. */
export interface Rewrite {
  readonly before: StoredUser;
  readonly after: StoredUser;
  readonly actor: ChangeEntry['actor'];
}

/** What identity providers change most; attributes that a change leaves alone stay the very same values. */
function differsInActiveOnly({ before: { resource: before }, after: { resource: after } }: Rewrite): boolean {
  const names = Object.keys(after);
  if (names.length !== Object.keys(before).length) return false;
  const [was, is] = [before['active'], after['active']];
  if (typeof was !== 'boolean' || typeof is !== 'boolean') return false;
  return names.every((name) => name === 'active' || after[name] === before[name]);
}

function actorValues(actors: readonly ChangeEntry['actor'][]): unknown {
  return jsonbArray(actors.map((actor) => JSON.stringify(actor)));
}

/**
 * What the feed says of a creation; null: the attributes of the user themselves (see `attributesOf`), unless some
 * are not for its readers (`writeOnly`, of the organization's own schemas) or the status says more than they do.
 */
function creationText({ user, write: { actor } }: Creation, types: BatchTypes): string | null {
  if (!types.has(user.organizationId) && user.inactiveAs === undefined) return null;
  return JSON.stringify(changeOf(undefined, user, { actor, types }).attributes);
}

const create = prepare<{ readonly created: readonly string[]; readonly kept_out: readonly string[] }>(
  'create users',
  `select created, kept_out from create_users($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
     $7::boolean[], $8::json[], $9::text[], $10::jsonb[], $11::text[], $12::jsonb[], $13::text[], $14::boolean[],
     $15::uuid[], $16::jsonb[], $17::jsonb[], $18::json[], $19::integer, $20::timestamptz)`,
);

/**
 * Inserts the users whose login names are free, ties them to the connections that create them and appends the entries
 * of the feed; a transaction of its own where it is not part of one. Gives the ids of those inserted, and of those among
 * them whom a tombstone keeps out: they are gone again.
 */
export async function createUserRows(
  db: Kysely<Tables>,
  creations: readonly Creation[],
  { now, types }: Batch,
): Promise<{ readonly created: ReadonlySet<string>; readonly keptOut: ReadonlySet<string> }> {
  if (creations.length === 0) return { created: new Set(), keptOut: new Set() };
  // one order for everybody, so that two batches with the same names cannot deadlock on the unique index
  const ordered = [...creations].sort((a, b) => (userNameKey(a.user.userName) < userNameKey(b.user.userName) ? -1 : 1));
  const users = ordered.map(({ user }) => user);
  const vias = ordered.map(({ write: { via } }) => via);
  const [row] = await create(db, [
    ...columnValues(users, types),
    plainArray(vias.map((via) => via?.connectionId ?? null)),
    jsonbArray(vias.map((via) => (via === undefined ? null : JSON.stringify(via.cause)))),
    actorValues(ordered.map(({ write: { actor } }) => actor)),
    jsonArray(ordered.map((creation) => creationText(creation, types))),
    vias.filter((via) => via !== undefined).length,
    now,
  ]);
  return { created: new Set(row?.created), keptOut: new Set(row?.kept_out) };
}

const update = prepare<{ readonly written: readonly string[] }>(
  'update unchanged users',
  `select written from update_users($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
     $7::boolean[], $8::json[], $9::text[], $10::jsonb[], $11::text[], $12::jsonb[], $13::text[], $14::boolean[],
     $15::integer[], $16::integer[], $17::jsonb[], $18::json[], $19::timestamptz)`,
);

/**
 * Writes the users who are still of the version that they were read at, with the entries of the feed; a transaction of
 * its own where it is not part of one. Gives the ids of those written.
 */
export async function rewriteUserRows(
  db: Kysely<Tables>,
  rewrites: readonly Rewrite[],
  { now, types }: Batch,
): Promise<ReadonlySet<string>> {
  if (rewrites.length === 0) return new Set();
  const ordered = [...rewrites].sort((a, b) => (a.after.id < b.after.id ? -1 : 1));
  const [row] = await update(db, [
    ...columnValues(
      ordered.map(({ after }) => after),
      types,
      new Set(ordered.filter(differsInActiveOnly).map(({ after }) => after)),
    ),
    plainArray(ordered.map(({ before }) => before.version)),
    plainArray(ordered.map(({ after }) => after.version)),
    actorValues(ordered.map(({ actor }) => actor)),
    jsonArray(
      ordered.map(({ before, after, actor }) => JSON.stringify(changeOf(before, after, { actor, types }).attributes)),
    ),
    now,
  ]);
  return new Set(row?.written);
}

/** A user beside one of its links, or beside none. */
interface FoundRow extends UserRow {
  readonly connection_id: string | null;
  readonly state: LinkState | null;
  readonly held_login_name: string | null;
  readonly is_administrator: boolean;
  readonly groups: readonly GroupOfUser[] | null;
}

// "offset 0": the links of each user are looked up; a plan from the time when there were few might read all of them
const find = prepare<FoundRow>(
  'read users to write',
  `select ${storedColumns}, link.connection_id, link.state, link.held_login_name,
     case when link.state = 'linked' then false else ${administers} end as is_administrator,
     ${groupsOfUser} as groups
   from unnest($1::uuid[], $2::uuid[]) as wanted (organization_id, id)
   join users on users.organization_id = wanted.organization_id and users.id = wanted.id
   left join lateral (
     select connection_id, state, held_login_name from links
     where links.organization_id = users.organization_id and links.user_id = users.id
     offset 0
   ) as link on true`,
);

function linkOf({ connection_id: connectionId, state, held_login_name: heldLoginName }: FoundRow): UserLink[] {
  return connectionId === null || state === null ? [] : [{ connectionId, state, heldLoginName }];
}

/** Reads the users named, each once, with what a write must know of them. Nothing is locked. */
export async function readUsersToWrite(
  db: Kysely<Tables>,
  users: readonly { readonly organizationId: string; readonly id: string }[],
): Promise<LockedUser[]> {
  if (users.length === 0) return [];
  const wanted = [...new Map(users.map((user) => [`${user.organizationId} ${user.id}`, user])).values()];
  const rows = await find(db, [
    plainArray(wanted.map(({ organizationId }) => organizationId)),
    plainArray(wanted.map(({ id }) => id)),
  ]);
  const found = new Map<string, LockedUser>();
  for (const row of rows) {
    const other = found.get(row.id);
    const links = [...(other?.links ?? []), ...linkOf(row)];
    const isAdministrator = row.is_administrator && !links.some(({ state }) => state === 'linked');
    found.set(row.id, { ...(other ?? toStoredUser(row)), links, isAdministrator, groups: row.groups ?? [] });
  }
  return [...found.values()];
}
