import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { BatchTypes } from '../custom-types/batch-types.ts';
import { nextLocked, type LockedUser, type Via } from '../links/link.ts';
import { findTombstoned, writeLinks, type LinkEntry } from '../links/link-statements.ts';
import { noteConflict } from '../links/note-conflict.ts';
import type { Written } from '../services/hold-seats.ts';
import { moveUnique } from './move-unique.ts';
import { columnsOf, userNameKey } from './stored-user.ts';
import { changeOf, nextVersion } from './user-change.ts';
import { lockUserRowsByName, updateUserRows } from './user-statements.ts';
import type { CreateUser, UserOutcome } from './user-write.ts';

interface Batch {
  readonly now: Date;
  readonly types: BatchTypes;
}

interface Adopting {
  readonly users: Map<string, LockedUser>;
  readonly changed: Map<string, LockedUser>;
  readonly links: LinkEntry[];
  readonly entries: ChangeEntry[];
  readonly batch: Batch;
}

type Adoption = CreateUser & { readonly via: Via & { readonly adopt: NonNullable<Via['adopt']> } };

function mayAdopt(write: CreateUser): write is Adoption {
  return write.via?.adopt !== undefined;
}

function keyOf({ organizationId, resource }: CreateUser): string {
  return `${organizationId} ${userNameKey(columnsOf(resource).userName)}`;
}

/** Undefined where the login name is simply taken. */
function adoptOne(write: Adoption, adopting: Adopting): UserOutcome | undefined {
  const { users, changed, links, entries, batch } = adopting;
  const user = users.get(keyOf(write));
  if (user === undefined) return undefined;
  const { connectionId, cause, adopt } = write.via;
  try {
    const ruling = adopt(user, write.resource);
    if (ruling === undefined) return undefined;
    links.push({ user, connectionId, state: 'linked', cause });
    if (ruling.resource === user.resource) return { kind: 'written', user, changed: false };
    const written = nextLocked(user, nextVersion(user, ruling.resource, batch.now));
    users.set(keyOf(write), written);
    changed.set(user.id, written);
    entries.push(changeOf(user, written, { actor: write.actor, types: batch.types }));
    return { kind: 'written', user: written, changed: true };
  } catch (error) {
    return { kind: 'refused', error: noteConflict(links, user, write.via, error) };
  }
}

interface Adopted {
  readonly entries: ChangeEntry[];
  readonly outcomes: ReadonlyMap<CreateUser, UserOutcome>;
  /** The existing users as they were and are. */
  readonly written: readonly Written[];
}

/**
 * What becomes of creations whose login names existing users have: by the rules of the connection the user is made
 * active again or linked, under its old id; or the creation is refused. What has no outcome is taken.
 */
export async function adoptTaken(
  transaction: Transaction<Tables>,
  taken: readonly CreateUser[],
  batch: Batch,
): Promise<Adopted> {
  const outcomes = new Map<CreateUser, UserOutcome>();
  const wanted = taken.filter(mayAdopt).map((write) => ({ write, ...columnsOf(write.resource) }));
  if (wanted.length === 0) return { entries: [], outcomes, written: [] };
  const locked = await lockUserRowsByName(
    transaction,
    wanted.map(({ write: { organizationId }, userName }) => ({ organizationId, userName })),
  );
  const tombstoned = await findTombstoned(
    transaction,
    wanted.map(({ write: { organizationId, via }, userName, externalId }) => ({
      organizationId,
      connectionId: via.connectionId,
      userName,
      externalId: externalId ?? null,
    })),
  );
  const users = new Map(locked.map((user) => [`${user.organizationId} ${userNameKey(user.userName)}`, user]));
  const before = new Map(locked.map((user) => [user.id, user]));
  const adopting: Adopting = { users, changed: new Map(), links: [], entries: [], batch };
  for (const [position, { write, userName }] of wanted.entries()) {
    const outcome: UserOutcome | undefined = tombstoned.has(position)
      ? { kind: 'tombstoned', userName }
      : adoptOne(write, adopting);
    if (outcome !== undefined) outcomes.set(write, outcome);
  }
  const changed = [...adopting.changed.values()];
  await updateUserRows(transaction, changed, batch.types);
  const written = changed.map((after) => ({ before: before.get(after.id), after }));
  await moveUnique(transaction, written, batch.types);
  await writeLinks(transaction, adopting.links, batch.now);
  return { entries: adopting.entries, outcomes, written };
}
