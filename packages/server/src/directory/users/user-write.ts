import type { JsonObject } from '@lockstep/scim';
import type { Actor } from '../../changes/change.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import type { LockedUser, Via } from '../links/link.ts';
import type { StoredUser, UserStatus } from './stored-user.ts';

/** One write of one user, as a request asks for it. */
export type UserWrite = CreateUser | ModifyUser | DeleteUser;

/** What every write says. */
interface Ordered {
  readonly organizationId: string;
  readonly id: string;
  readonly actor: Actor;
  /** What the write was worked out by; the lane fills in the present ones. */
  readonly types?: OrganizationTypes;
  /** The connection that asks for it; absent for whoever works here. */
  readonly via?: Via;
}

export interface CreateUser extends Ordered {
  readonly kind: 'create';
  readonly resource: JsonObject;
  /** Of a user who is not active: absent means deactivated. */
  readonly status?: 'staged';
}

export interface ModifyUser extends Ordered {
  readonly kind: 'modify';
  /**
   * Computes the new attributes from the current ones, under a lock on the row. Returning the same object means
   * no change: nothing is written. What it throws becomes a `refused` outcome of this write alone.
   */
  readonly change: (current: LockedUser) => JsonObject;
  /** What the user counts as, where `change` leaves it inactive; absent: as before. */
  readonly status?: UserStatus;
}

export interface DeleteUser extends Ordered {
  readonly kind: 'delete';
  /** Throws to refuse, for instance because of the version. */
  readonly check?: (current: StoredUser) => void;
}

export type UserOutcome =
  | { readonly kind: 'written'; readonly user: StoredUser; readonly changed: boolean }
  | { readonly kind: 'deleted'; readonly user: StoredUser }
  /** A tombstone of the connection keeps this user out. */
  | { readonly kind: 'tombstoned'; readonly userName: string }
  /** Another user of the organization has this login name. */
  | { readonly kind: 'taken'; readonly userName: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly error: unknown };
