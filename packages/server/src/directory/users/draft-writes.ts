import type { JsonObject } from '@lockstep/scim';
import type { ChangeEntry } from '../../changes/change.ts';
import type { BatchTypes } from '../custom-types/batch-types.ts';
import { linkWith, nextLocked, type LockedUser, type Ruling } from '../links/link.ts';
import type { Deletion, LinkEntry } from '../links/link-statements.ts';
import { noteConflict } from '../links/note-conflict.ts';
import type { Written } from '../services/hold-seats.ts';
import { columnsOf, inactiveAfter } from './stored-user.ts';
import { nextVersion } from './user-change.ts';
import type { DeleteUser, ModifyUser, UserOutcome, UserWrite } from './user-write.ts';

/** What a batch will do, worked out in memory from the rows as they are. */
export interface Draft {
  readonly types: BatchTypes;
  readonly outcomes: (UserOutcome | undefined)[];
  readonly current: Map<string, LockedUser | undefined>;
  readonly before: Map<string, LockedUser>;
  readonly actors: Map<string, ChangeEntry['actor']>;
  /** Ties that the writes bring about. */
  readonly links: LinkEntry[];
  readonly deletions: Deletion[];
}

/** What a write makes of a user, by the rules of the connection that it comes through. */
function ruled(write: ModifyUser, user: LockedUser, draft: Draft): JsonObject {
  const wanted = write.change(user);
  if (write.via === undefined) return wanted;
  const { connectionId, cause, rule } = write.via;
  const { resource, heldLoginName }: Ruling = rule(user, wanted);
  const link = linkWith(user, connectionId);
  if (link?.state !== 'linked' || (heldLoginName ?? link.heldLoginName) !== link.heldLoginName) {
    const held = heldLoginName === undefined ? {} : { heldLoginName };
    draft.links.push({ user, connectionId, state: 'linked', cause, ...held });
  }
  return resource;
}

function drafted(write: DeleteUser, user: LockedUser, draft: Draft): UserOutcome {
  write.check?.(user);
  write.via?.rule(user, user.resource);
  const cause = write.via?.cause ?? { request: 'delete', actor: write.actor };
  draft.deletions.push({ user, cause, connectionId: write.via?.connectionId });
  draft.current.set(user.id, undefined);
  draft.actors.set(user.id, write.actor);
  return { kind: 'deleted', user };
}

function draftOne(write: Exclude<UserWrite, { kind: 'create' }>, draft: Draft, now: Date): UserOutcome {
  const key = write.id;
  const user = draft.current.get(key);
  if (user === undefined || user.organizationId !== write.organizationId) return { kind: 'unknown' };
  try {
    if (write.kind === 'delete') return drafted(write, user, draft);
    const resource = ruled(write, user, draft);
    const standing = inactiveAfter(columnsOf(resource).active, user, write.status);
    if (resource === user.resource && standing.inactiveAs === user.inactiveAs) {
      return { kind: 'written', user, changed: false };
    }
    const written = nextLocked(user, nextVersion(user, resource, now, standing));
    draft.current.set(key, written);
    draft.actors.set(key, write.actor);
    return { kind: 'written', user: written, changed: true };
  } catch (error) {
    return { kind: 'refused', error: noteConflict(draft.links, user, write.via, error) };
  }
}

/** Works out what becomes of the users who were read; creations are left out. */
export function draftWrites(
  writes: readonly UserWrite[],
  { users, types, now }: { readonly users: readonly LockedUser[]; readonly types: BatchTypes; readonly now: Date },
): Draft {
  const draft: Draft = {
    types,
    outcomes: Array.from({ length: writes.length }),
    current: new Map(users.map((user) => [user.id, user])),
    before: new Map(users.map((user) => [user.id, user])),
    actors: new Map(),
    links: [],
    deletions: [],
  };
  for (const [index, write] of writes.entries()) {
    if (write.kind !== 'create') draft.outcomes[index] = draftOne(write, draft, now);
  }
  return draft;
}

/** The users who were there, before and after the batch. */
export function rewritten({ actors, before, current }: Draft): Written[] {
  return [...actors.keys()].map((id) => ({ before: before.get(id), after: current.get(id) }));
}
