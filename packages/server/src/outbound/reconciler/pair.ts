import type { AppProfile, AssignedValues, SourceUser } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import type { ErrorExchange } from '@lockstep/scim-client';
import type { PairKey } from '../app-users/lock-pairs.ts';
import type { Switch } from '../app-users/sync-state.ts';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { Ending } from '../applications/lifecycle.ts';

/** One claimed pair with everything that is known of it. */
export interface Pair extends PairKey {
  /** `desired_generation` when it was claimed; what was read afterwards is at least as new. */
  readonly generation: string;
  /** Whose lease this is. */
  readonly owner: string;
  /** With this one. */
  readonly attempts: number;
  readonly assigned: boolean;
  /** The user, where it is assigned and active: then its account is to be active. */
  readonly wanted: SourceUser | undefined;
  /** What the assignment sets. */
  readonly values: AssignedValues;
  /** What is to become of the account, once the marking that says so is there. */
  readonly ending: Ending | undefined;
  /** The day of `delete-later` has come. */
  readonly deleteNow: boolean;
  readonly remoteId: string | undefined;
  /** The account's version after the last request to it. */
  readonly remoteVersion: string | undefined;
  /** What the target holds; undefined: not known. */
  readonly applied: AppProfile | undefined;
  /** The login name that the account had last. */
  readonly accountName: string | undefined;
  /** A creation that may have been sent. */
  readonly intended: AppProfile | undefined;
  readonly application: ApplicationRow;
  /** The ids of applications with an expression that reads accounts of this one. */
  readonly readBy: readonly string[];
  /** The force sync that the account is to be compared for. */
  readonly forceSync: string | undefined;
}

/** An account at the target. */
export interface Account {
  readonly remoteId: string;
  /** Undefined: must be read before it is trusted. */
  readonly profile: AppProfile | undefined;
  /** The account's version, where the target has versions (RFC 7644 §3.14) and it is known. */
  readonly version?: string | undefined;
  /** The whole account, where it was read just now. */
  readonly fresh?: JsonObject;
}

/** What is known of the account when the work on a pair ends, whether well or not. */
export interface Knowledge {
  account: Account | undefined;
  intended: AppProfile | undefined;
  /** Something was sent that may have changed the target. */
  sent?: true;
}

export interface PairError {
  readonly class: string;
  readonly message: string;
  readonly status?: number;
  /** What it came of. */
  readonly exchange?: ErrorExchange | undefined;
}

/**
 * How the work on a pair ended.
 *
 * - `settled`: nothing more to do, though a switch or a rule of the application may have kept something back.
 * - `forgotten`: there never was an account, and there is not to be one.
 * - `failed`: a person is needed.
 * - `later`: try again after `delayMs`.
 * - `paused`: the target takes nothing from anybody; the pair stays due, the application waits.
 * - `turned-off`: API integration was turned off meanwhile; the pair stays due.
 * - `suspect`: may be the pair's own fault or the target's; a test of the credentials decides.
 */
export type Outcome =
  | { readonly kind: 'settled'; readonly heldBy?: Switch; readonly error?: PairError }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'turned-off' }
  | { readonly kind: 'failed'; readonly error: PairError }
  | { readonly kind: 'later'; readonly error: PairError; readonly delayMs: number }
  | { readonly kind: 'paused'; readonly error: PairError; readonly retryAfterMs?: number; readonly probe: boolean }
  | { readonly kind: 'suspect'; readonly error: PairError };
