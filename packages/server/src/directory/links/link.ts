import type { JsonObject } from '@lockstep/scim';
import type { Actor } from '../../changes/change.ts';
import type { StoredUser } from '../users/stored-user.ts';

/**
 * How a user stands to a connection. `linked`: the connection writes the user. `tombstoned`: the linked user was deleted
 * here, and the connection may not create it again. `conflict`: the connection wanted a user that it has no link with.
 * `unlinked`: nothing ties them.
 */
export type LinkState = 'linked' | 'tombstoned' | 'conflict' | 'unlinked';

/** The kind of request that brought a link into its state: over SCIM, or by somebody here. */
type LinkRequest = 'create' | 'replace' | 'patch' | 'delete' | 'restore' | 'relink' | 'forget' | 'approve' | 'discard';

/** Who brought a link into its state, and by what. `client` is the User-Agent of a request over SCIM. */
export interface LinkCause {
  readonly request: LinkRequest;
  readonly actor: Actor;
  readonly client?: string;
}

/** One tie of a user, as the user's row was locked. */
export interface UserLink {
  readonly connectionId: string;
  readonly state: LinkState;
  /** The login name that the connection wants and an administrator has to approve. */
  readonly heldLoginName: string | null;
}

/** A user under a lock, with what ties it to connections. */
export interface LockedUser extends StoredUser {
  readonly links: readonly UserLink[];
  /** Somebody who signs in to the console by this name or address; only looked for where there is no link. */
  readonly isAdministrator: boolean;
}

/** A user under a lock after a change: what it no longer has, such as an externalId, does not stay behind. */
export function nextLocked({ links, isAdministrator, groups }: LockedUser, user: StoredUser): LockedUser {
  return { ...user, links, isAdministrator, ...(groups === undefined ? {} : { groups }) };
}

/** What becomes of a user by a write of a connection. */
export interface Ruling {
  readonly resource: JsonObject;
  readonly heldLoginName?: string;
}

/** The connection that a write comes through, and its rules. */
export interface Via {
  readonly connectionId: string;
  readonly cause: LinkCause;
  /** What may become of an existing user, who is linked then. What it throws refuses the write. */
  readonly rule: (user: LockedUser, wanted: JsonObject) => Ruling;
  /** The same of an existing user whose login name a creation has; undefined: the name is taken. Absent: it always is. */
  readonly adopt?: (user: LockedUser, wanted: JsonObject) => Ruling | undefined;
  /** Told of a service that is left out because no seat is free. Absent: such a write is refused. */
  readonly leaveOut?: (service: string) => void;
}

/** A refusal that the ledger keeps as a conflict, for an administrator to settle. */
export class LinkConflict extends Error {
  readonly refusal: Error;

  constructor(refusal: Error) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** How a user stands to a connection. */
export function linkWith(user: LockedUser, connectionId: string): UserLink | undefined {
  return user.links.find((link) => link.connectionId === connectionId);
}
