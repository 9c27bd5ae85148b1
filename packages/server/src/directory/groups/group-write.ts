import type { JsonObject } from '@lockstep/scim';
import type { Actor } from '../../changes/change.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import type { StoredGroup } from './stored-group.ts';

/** What a write does to the members, without looking at those that are there. Ids are of users. */
export interface MemberEdit {
  /** `empty`: whoever is not in `add` leaves the group. */
  readonly base: 'current' | 'empty';
  /** Each id once; a member already is no change. */
  readonly add: readonly string[];
  /** Nothing that is in `add`; nobody's id and no member's are no change. */
  readonly remove: readonly string[];
}

/** One write of one group, as a request asks for it. */
export type GroupWrite = CreateGroup | ModifyGroup | RewriteGroup | DeleteGroup;

interface WriteOfGroup {
  readonly organizationId: string;
  readonly id: string;
  readonly actor: Actor;
  /** The types by which the attributes were worked out; absent where a write leaves extensions as they are. */
  readonly types?: OrganizationTypes;
}

export interface CreateGroup extends WriteOfGroup {
  readonly kind: 'create';
  readonly resource: JsonObject;
  readonly members: readonly string[];
}

export interface ModifyGroup extends WriteOfGroup {
  readonly kind: 'modify';
  readonly members: MemberEdit;
  /**
   * Computes the new attributes from the current ones, under a lock on the group. Returning the same object means that
   * they do not change. What it throws becomes a `refused` outcome of this write alone.
   */
  readonly change: (current: StoredGroup) => JsonObject;
}

/** For the few changes that cannot be told without the members. Loads all of them. */
export interface RewriteGroup extends WriteOfGroup {
  readonly kind: 'rewrite';
  readonly change: (
    current: StoredGroup,
    members: readonly GroupMember[],
  ) => { readonly resource: JsonObject; readonly members: MemberEdit };
}

interface DeleteGroup extends WriteOfGroup {
  readonly kind: 'delete';
  /** Throws to refuse, for instance because of the version. */
  readonly check?: (current: StoredGroup) => void;
}

export interface GroupMember {
  readonly id: string;
  readonly display: string;
}

export type GroupOutcome =
  | { readonly kind: 'written'; readonly group: StoredGroup; readonly changed: boolean }
  | { readonly kind: 'deleted'; readonly group: StoredGroup }
  /** Another group of the organization has this name. */
  | { readonly kind: 'taken'; readonly displayName: string }
  | { readonly kind: 'unknown' }
  /** These ids are no users of the organization; nothing was written. */
  | { readonly kind: 'unknown-members'; readonly ids: readonly string[] }
  | { readonly kind: 'refused'; readonly error: unknown };
